import { ThreeWay } from '@/components/ui/three-way';
import type { TicketDetail } from '@/lib/tickets/schema';
import { VERDICT_LOOKS } from './states';

/** What we hold of a ticket, what they hold, and what both held when they last agreed. */
export function DriftTable({ drift }: { drift: TicketDetail['drift'] }) {
  if (drift.length === 0) return <p className="text-muted">No field is compared yet.</p>;
  return (
    <ThreeWay
      sides={['Ours', 'Theirs']}
      rows={drift.map(({ field, ours, theirs, agreed, verdict }) => ({
        field,
        one: ours ?? '–',
        other: theirs ?? '–',
        agreed: agreed ?? '–',
        isSame: verdict === 'agree',
        look: VERDICT_LOOKS[verdict],
      }))}
    />
  );
}
