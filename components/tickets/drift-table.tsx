import { ScrollBox } from '@/components/ui/scroll-box';
import { State } from '@/components/ui/state';
import type { TicketDetail } from '@/lib/tickets/schema';
import { VERDICT_LOOKS } from './states';

/** Field by field: what we hold, what they hold, what both held when they last agreed; one value where all three are the same. */
export function DriftTable({ drift }: { drift: TicketDetail['drift'] }) {
  if (drift.length === 0) return <p className="text-muted">No field is compared yet.</p>;
  return (
    <ScrollBox label="Both sides, scrolls sideways" className="rounded-base border bg-surface">
      <table aria-label="Both sides, field by field" className="w-full text-left">
        <thead>
          <tr className="text-meta text-faint [&>th]:h-8 [&>th]:border-b [&>th]:px-3 [&>th]:font-normal">
            <th scope="col">Field</th>
            <th scope="col">Ours</th>
            <th scope="col">Theirs</th>
            <th scope="col">Agreed</th>
            <th scope="col">State</th>
          </tr>
        </thead>
        <tbody>
          {drift.map(({ field, ours, theirs, agreed, verdict }) => (
            <tr key={field} className="align-top [&>*]:px-3 [&>*]:py-1.5">
              <th scope="row" className="font-normal text-muted">
                {field}
              </th>
              {verdict === 'agree' ? (
                <td colSpan={3} className="break-words">
                  {ours ?? '–'}
                </td>
              ) : (
                <>
                  <td className="break-words">{ours ?? '–'}</td>
                  <td className="break-words">{theirs ?? '–'}</td>
                  <td className="break-words text-muted">{agreed ?? '–'}</td>
                </>
              )}
              <td className="whitespace-nowrap">
                <State look={VERDICT_LOOKS[verdict]} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
