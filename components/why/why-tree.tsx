import clsx from 'clsx';
import { CircleCheck, CircleHelp, CircleX, type LucideIcon } from 'lucide-react';
import type { WhyFact } from '@/lib/recommendations/why.schema';
import type { Verdict, WhyNode } from '@/lib/rules/schema';
import { ageWords, sourceWords, valueWords } from './words';

const LOOKS: { of: Verdict; word: string; icon: LucideIcon; ink: string }[] = [
  { of: true, word: 'true', icon: CircleCheck, ink: 'text-ink' },
  { of: false, word: 'false', icon: CircleX, ink: 'text-faint' },
  { of: 'unknown', word: 'unknown', icon: CircleHelp, ink: 'text-warn' },
];

const JOINTS = { and: 'all of', or: 'any of', not: 'not', leaf: '' } as const;

type Facts = ReadonlyMap<string, WhyFact>;
type WhyTreeProps = { node: WhyNode; facts?: WhyFact[] };

/** The condition part by part, each with the facts that it saw, where they are from and how old they were. */
export function WhyTreeView({ node, facts = [] }: WhyTreeProps) {
  const byName = new Map(facts.map((fact) => [fact.name, fact]));
  return (
    <ul aria-label="The condition, part by part" className="font-mono text-meta">
      <Node node={node} facts={byName} />
    </ul>
  );
}

function Node({ node, facts }: { node: WhyNode; facts: Facts }) {
  const children = node.children ?? [];
  return (
    <li className="py-0.5">
      <div className="flex items-start gap-2">
        <VerdictMark verdict={node.value} />
        <span className="min-w-0 flex-1 break-words">
          {children.length > 0 ? <span className="text-muted">{JOINTS[node.kind]}</span> : node.text}
          <Operands node={node} facts={facts} />
        </span>
      </div>
      {children.length > 0 ? (
        <ul className="ml-[7px] border-l pl-4">
          {children.map((child, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a judged condition never move
            <Node key={index} node={child} facts={facts} />
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

function Operands({ node: { operands = [], unknown = [] }, facts }: { node: WhyNode; facts: Facts }) {
  const known = operands.filter(({ value }) => value !== undefined);
  if (known.length === 0 && unknown.length === 0) return null;
  return (
    <span className="block text-faint">
      {known.map(({ text, value }) => (
        <span key={text} className="mr-3 inline-block max-w-full">
          {text} = {valueWords(value)}
          <Origin fact={facts.get(text)} />
        </span>
      ))}
      {unknown.map(({ what, detail }) => (
        <span key={what} className="block text-warn">
          {detail}
        </span>
      ))}
    </span>
  );
}

/** What names a thing has no source that one would look into. */
function Origin({ fact }: { fact: WhyFact | undefined }) {
  if (!fact || fact.source === 'identity') return null;
  const told = [sourceWords(fact), ageWords(fact)].filter(Boolean).join(', ');
  return <span className="font-sans"> · {told}</span>;
}
