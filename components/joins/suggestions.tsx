'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Pager } from '@/components/ui/pager';
import { Problem } from '@/components/ui/problem';
import { Section } from '@/components/ui/section';
import { PanelSkeleton } from '@/components/ui/skeleton';
import type { JoinReason } from '@/lib/recommendations/joins/schema';
import { JoinDialog } from './join-dialog';
import { doublesQuery, joinAll } from './queries';
import { ResourceLine } from './resource-line';
import { REASON_WORDS } from './words';

/** Pairs that are one resource, or may be; a person decides. */
export function Suggestions({ mayAct }: { mayAct: boolean }) {
  const [cursor, setCursor] = useState<string | null>(null);
  const doubles = useQuery(doublesQuery(cursor));
  const items = doubles.data?.items ?? [];
  const reasons = [...new Set(items.map(({ reason }) => reason))];
  return (
    <Section title="Suggestions" aside="pairs that look like one resource">
      {doubles.error ? <Problem error={doubles.error} onRetry={() => void doubles.refetch()} /> : null}
      {doubles.data === undefined && !doubles.error ? <PanelSkeleton /> : null}
      {doubles.data && items.length === 0 ? <p className="text-muted">No duplicates found.</p> : null}
      {items.length === 0 ? null : (
        <ul aria-label="Suggested pairs" className="divide-y rounded-base border bg-surface">
          {items.map(({ id, kept, joined, reason }) => (
            <li key={id} className="flex flex-wrap items-center gap-3 px-3 py-2">
              <div className="flex min-w-0 flex-1 flex-col gap-1">
                <ResourceLine label="Keep" resource={kept} />
                <ResourceLine label="Join" resource={joined} />
                <p className="text-meta text-muted">{REASON_WORDS[reason]}</p>
              </div>
              {mayAct ? <JoinDialog pair={{ keptId: kept.id, joinedId: joined.id }} /> : null}
            </li>
          ))}
        </ul>
      )}
      <Pager
        shown={items.length}
        cursor={cursor}
        nextCursor={doubles.data?.nextCursor ?? null}
        onMove={setCursor}
      />
      {mayAct && items.length > 1 ? <JoinAll reasons={reasons} /> : null}
    </Section>
  );
}

function JoinAll({ reasons }: { reasons: JoinReason[] }) {
  const all = useMutation(joinAll(useQueryClient()));
  return (
    <div className="mt-2 flex flex-col gap-2">
      <div className="flex flex-wrap gap-2">
        {reasons.map((reason) => (
          <Button key={reason} disabled={all.isPending} onClick={() => all.mutate(reason)}>
            Join all: {REASON_WORDS[reason].toLowerCase()}
          </Button>
        ))}
      </div>
      {all.error ? <Problem error={all.error} /> : null}
      {all.data ? (
        <Notice
          title="A run joins the pairs one by one."
          actions={
            <Link href={`/runs/${all.data.runId}`} className="text-accent hover:underline">
              View run
            </Link>
          }
        />
      ) : null}
    </div>
  );
}
