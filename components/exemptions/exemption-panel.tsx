'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { counted } from '@/components/changes/words';
import { Notice } from '@/components/ui/notice';
import { Problem } from '@/components/ui/problem';
import { Entries, type Entry, Section } from '@/components/ui/section';
import { PanelSkeleton } from '@/components/ui/skeleton';
import { Ago, Day } from '@/components/ui/time';
import type { ExemptionView } from '@/lib/recommendations/exemptions/schema';
import { ExemptionState } from './columns';
import { EndExemption } from './end-exemption';
import { ExtendExemption } from './extend-exemption';
import { exemptionQuery } from './queries';
import { KIND_WORDS, scopeWords, thingWords } from './words';

export function ExemptionPanel({ id, mayExempt }: { id: string; mayExempt: boolean }) {
  const { data: exemption, error, refetch } = useQuery(exemptionQuery(id));
  if (exemption === undefined) {
    return error ? <Problem error={error} onRetry={() => void refetch()} /> : <PanelSkeleton />;
  }
  const { kind, state, until, heldBack } = exemption;
  const isInForce = state === 'in_force';
  return (
    <>
      <h1 className="break-words text-title font-semibold">
        {KIND_WORDS[kind]} {thingWords(exemption)}
      </h1>
      <p className="mt-1 flex flex-wrap items-center gap-x-4 gap-y-1">
        <ExemptionState exemption={exemption} />
        <span className="text-muted">
          until <Day at={until} withYear />
        </span>
      </p>
      {mayExempt && isInForce ? (
        <div className="mt-3 flex flex-wrap gap-2">
          <ExtendExemption exemption={exemption} />
          <EndExemption id={exemption.id} />
        </div>
      ) : null}
      <Ended exemption={exemption} />
      <Section title="Exempt">
        <Entries entries={entriesOf(exemption)} />
      </Section>
      <Section title="Held back">
        <p>
          {counted(heldBack, 'finding')} by the last generation.{' '}
          <Link href={findingsOf(exemption)} className="text-accent hover:underline">
            What was withdrawn
          </Link>
        </p>
      </Section>
    </>
  );
}

function Ended({ exemption: { endedAt, endedBy, endedNote } }: { exemption: ExemptionView }) {
  if (endedAt === null) return null;
  return (
    <div className="mt-3">
      <Notice
        title={
          <>
            Ended <Ago at={endedAt} /> by {endedBy}
          </>
        }
      >
        {endedNote}
      </Notice>
    </div>
  );
}

function entriesOf(exemption: ExemptionView): Entry[] {
  const { reason, createdAt, createdBy, until, owner, kind, provider, account, ruleSet } = exemption;
  const inAccount = { label: 'Account', value: `${provider} ${account}` };
  return [
    { label: 'Why', value: reason },
    {
      label: 'From',
      value:
        ruleSet === null ? (
          scopeWords(exemption)
        ) : (
          <Link href={`/rules/${ruleSet}`} className="text-accent hover:underline">
            {scopeWords(exemption)}
          </Link>
        ),
    },
    ...(kind === 'resource' ? [inAccount] : []),
    { label: 'Owner', value: owner ?? 'nobody is known' },
    { label: 'Until', value: <Ago at={until} /> },
    { label: 'Made', value: createdBy, note: <Ago at={createdAt} /> },
  ];
}

/** The withdrawn recommendations of what it is of; those of a tag cannot be told apart by the list. */
function findingsOf({ kind, resourceId, account, ruleSet }: ExemptionView): string {
  const filter = new URLSearchParams({ status: 'withdrawn' });
  if (kind === 'resource' && resourceId !== null) filter.set('resourceId', resourceId);
  if (kind === 'account' && account !== null) filter.set('account', account);
  if (ruleSet !== null) filter.set('set', ruleSet);
  return `/recommendations?${filter}`;
}
