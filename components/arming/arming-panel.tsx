'use client';

import { useQuery } from '@tanstack/react-query';
import { StartNow } from '@/components/runs/start-now';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { Problem } from '@/components/ui/problem';
import { Section } from '@/components/ui/section';
import { PanelSkeleton } from '@/components/ui/skeleton';
import { State } from '@/components/ui/state';
import { Ago } from '@/components/ui/time';
import { mayAct, type Role } from '@/lib/people/roles.schema';
import type { ArmingCell } from '@/lib/rules/arming.schema';
import { ArmDialog } from './arm-dialog';
import { Preview } from './preview';
import { armedSetQuery, armingPreviewQuery } from './queries';
import { ARMING_LOOKS } from './states';

/** One rule set: what it does on each connection, and what it would open there. */
export function ArmingPanel({ ruleSetId, role }: { ruleSetId: string; role: Role }) {
  const { data: set, error, refetch } = useQuery(armedSetQuery(ruleSetId));
  if (set === undefined) {
    return error ? <Problem error={error} onRetry={() => void refetch()} /> : <PanelSkeleton />;
  }
  if (set === null) return <Notice title="There is no such rule set" />;
  return (
    <>
      <h1 className="break-words text-title font-semibold">{set.title}</h1>
      <p className="mt-1 text-muted">
        {set.slug}
        {set.enabled ? '' : '; the set is switched off and finds nothing'}
      </p>
      {set.cells.length === 0 ? (
        <EmptyState title="No connection yet">Shadow mode is on: nothing is opened anywhere.</EmptyState>
      ) : null}
      {set.cells.map((cell) => (
        <PlaceSection key={cell.connectionId} ruleSetId={set.id} title={set.title} cell={cell} role={role} />
      ))}
    </>
  );
}

type PlaceSectionProps = { ruleSetId: string; title: string; cell: ArmingCell; role: Role };

function PlaceSection({ ruleSetId, title, cell, role }: PlaceSectionProps) {
  const place = { ruleSetId, connectionId: cell.connectionId };
  const preview = useQuery(armingPreviewQuery(place));
  return (
    <Section title={cell.connection} aside={<State look={ARMING_LOOKS[cell.state]} />}>
      <p className="mb-2 text-muted">
        {cell.isDefault ? (
          'As it starts; nobody has decided.'
        ) : (
          <>
            Decided by {cell.decidedBy} <Ago at={cell.decidedAt} />.
          </>
        )}
        {cell.connectionEnabled ? '' : ' The connection is switched off: nothing is opened there.'}
      </p>
      {preview.error ? <Problem error={preview.error} onRetry={() => void preview.refetch()} /> : null}
      {preview.data ? <Preview preview={preview.data} /> : null}
      <div className="mt-3 flex flex-wrap gap-2">
        {mayAct(role, 'admin') ? <ArmDialog place={place} title={title} cell={cell} /> : null}
        {mayAct(role, 'operator') && cell.state === 'live' && cell.connectionEnabled ? (
          <StartNow graph="distribute" input={{ connectionId: cell.connectionId }} label="Distribute now" />
        ) : null}
      </div>
    </Section>
  );
}
