'use client';

import Link from 'next/link';
import { useState } from 'react';
import { Select } from '@/components/ui/field';
import { Money } from '@/components/ui/money';
import { Section } from '@/components/ui/section';
import type { Said, Sample, SampleKind } from '@/lib/recommendations/backtest/schema';
import { counted, SAMPLE_WORDS } from './states';

const KINDS: readonly SampleKind[] = ['opens', 'closes', 'reopens', 'reroutes', 'changes'];

/** Rows to look at: an even sample of each kind. */
export function Samples({ samples }: { samples: Sample[] }) {
  const present = KINDS.filter((kind) => samples.some((sample) => sample.kind === kind));
  const [chosen, setChosen] = useState<SampleKind | null>(null);
  const kind = chosen ?? present[0];
  const shown = samples.filter((sample) => sample.kind === kind);
  if (kind === undefined) {
    return (
      <Section title="Rows to look at">
        <p className="text-muted">The draft and the published version say the same of every resource.</p>
      </Section>
    );
  }
  return (
    <Section title="Rows to look at" aside={`${counted(shown.length, 'row')}, an even sample of at most 50`}>
      <Select
        aria-label="Which rows"
        value={kind}
        onChange={(event) => setChosen(KINDS.find((each) => each === event.target.value) ?? null)}
        className="mb-2 max-w-full"
      >
        {present.map((each) => (
          <option key={each} value={each}>
            {SAMPLE_WORDS[each]} ({samples.filter((sample) => sample.kind === each).length})
          </option>
        ))}
      </Select>
      <ul className="divide-y rounded-base border bg-surface">
        {shown.map((sample) => (
          <SampleRow key={`${sample.resourceId}/${sample.action}`} sample={sample} />
        ))}
      </ul>
    </Section>
  );
}

function SampleRow({ sample }: { sample: Sample }) {
  const {
    resourceId,
    name,
    account,
    resourceKind,
    action,
    owner,
    board,
    week,
    hasTicket,
    before,
    after,
    why,
  } = sample;
  const place = [resourceKind, account, owner ?? 'owned by nobody', hasTicket ? board : 'no ticket', week];
  return (
    <li className="px-3 py-2">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <Link
          href={`/recommendations?resourceId=${resourceId}`}
          className="font-semibold break-all text-accent hover:underline"
        >
          {name}
        </Link>
        <span>{action}</span>
        <span className="text-meta text-faint">{place.filter((part) => part !== null).join(' · ')}</span>
      </p>
      <dl className="grid gap-x-4 sm:grid-cols-2">
        <SaidOf title="Published" said={before} />
        <SaidOf title="Draft" said={after} />
      </dl>
      <p className="break-words text-muted">{why}</p>
    </li>
  );
}

function SaidOf({ title, said }: { title: string; said: Said | null }) {
  return (
    <div className="flex gap-2">
      <dt className="w-20 shrink-0 text-faint">{title}</dt>
      <dd className="min-w-0 break-words">
        {said ? (
          <>
            {said.status.replace('_', ' ')} by {said.rule},{' '}
            <Money amount={said.savings} currency={said.currency} unknown="no saving is counted" />:{' '}
            {said.reason}
          </>
        ) : (
          'does not find it'
        )}
      </dd>
    </div>
  );
}
