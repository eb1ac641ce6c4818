import clsx from 'clsx';
import { CircleCheck, CircleHelp, CircleX, type LucideIcon } from 'lucide-react';
import type { Verdict, WhyNode, WhyTree } from '@/lib/rules/schema';

const LOOKS: { of: Verdict; word: string; icon: LucideIcon; ink: string }[] = [
  { of: true, word: 'true', icon: CircleCheck, ink: 'text-ink' },
  { of: false, word: 'false', icon: CircleX, ink: 'text-faint' },
  { of: 'unknown', word: 'unknown', icon: CircleHelp, ink: 'text-warn' },
];

const JOINTS = { and: 'all of', or: 'any of', not: 'not', leaf: '' } as const;

/** Why a rule said what it said: the sentence, and the condition part by part with the facts that it saw. */
export function WhyTreeView({ why }: { why: WhyTree }) {
  return (
    <div className="rounded-base border bg-surface p-3">
      <p className="mb-2">{why.sentence}</p>
      {why.node ? (
        <ul aria-label="The condition, part by part" className="font-mono text-meta">
          <Node node={why.node} />
        </ul>
      ) : null}
    </div>
  );
}

function Node({ node }: { node: WhyNode }) {
  const children = node.children ?? [];
  return (
    <li className="py-0.5">
      <div className="flex items-start gap-2">
        <VerdictMark verdict={node.value} />
        <span className="min-w-0 flex-1 break-words">
          {children.length > 0 ? <span className="text-muted">{JOINTS[node.kind]}</span> : node.text}
          <Operands node={node} />
        </span>
      </div>
      {children.length > 0 ? (
        <ul className="ml-[7px] border-l pl-4">
          {children.map((child, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a frozen condition never move
            <Node key={index} node={child} />
          ))}
        </ul>
      ) : null}
    </li>
  );
}

function VerdictMark({ verdict }: { verdict: Verdict }) {
  const look = LOOKS.find(({ of }) => of === verdict);
  if (!look) return null;
  const Icon = look.icon;
  return <Icon role="img" aria-label={look.word} className={clsx('mt-px size-3.5 shrink-0', look.ink)} />;
}

function Operands({ node: { operands = [], unknown = [] } }: { node: WhyNode }) {
  const known = operands.filter(({ value }) => value !== undefined);
  if (known.length === 0 && unknown.length === 0) return null;
  return (
    <span className="block text-faint">
      {known.map(({ text, value }) => `${text} = ${valueWords(value)}`).join(', ')}
      {unknown.map(({ what, detail }) => (
        <span key={what} className="block text-warn">
          {detail}
        </span>
      ))}
    </span>
  );
}

function valueWords(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'number') return String(Number(value.toPrecision(8)));
  return JSON.stringify(value);
}
