import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { Notice } from '@/components/ui/notice';
import type { ImportResult } from '@/lib/sources/schema';
import { monthWords, waitingNotices } from './change-words';
import { Faults } from './faults';
import { waitingQuery } from './queries';

const count = (rows: number) => rows.toLocaleString('en-US');

type UploadResultProps = { sourceId: string; result: ImportResult & { runId: string | null } };

/** What an upload came to; of what waits, only what nobody has answered since. */
export function UploadResult({ sourceId, result }: UploadResultProps) {
  const { state, rowsRead, rowsAccepted, rowsRefused, cellsUnknown, faults, notes, runId } = result;
  const { data: asked } = useQuery(waitingQuery(sourceId));
  const open = asked && waitingNotices(asked.items);
  const waiting = result.waiting.filter(
    ({ billingAccount, month }) =>
      !open || open.some((each) => each.billingAccount === billingAccount && each.month === month),
  );
  if (state === 'unchanged') {
    return <Notice title="Nothing new">The same file was here before: nothing was changed.</Notice>;
  }
  return (
    <Notice
      look={faults.length > 0 || waiting.length > 0 ? 'amber' : 'plain'}
      title={`${count(rowsAccepted)} of ${count(rowsRead)} rows imported`}
    >
      {rowsRefused > 0 ? (
        <p>
          {count(rowsRefused)} {rowsRefused === 1 ? 'row was' : 'rows were'} refused. The other rows count.
        </p>
      ) : null}
      {waiting.length > 0 ? (
        <p>
          {[...new Set(waiting.map(({ month }) => monthWords(month)))].join(', ')}{' '}
          {waiting.length === 1 ? 'waits' : 'wait'} for your answer, above.
        </p>
      ) : null}
      {cellsUnknown > 0 ? (
        <p>
          {count(cellsUnknown)} {cellsUnknown === 1 ? 'cell is' : 'cells are'} unknown. Their rows count.
        </p>
      ) : null}
      {notes.map((note) => (
        <p key={note} className="text-muted">
          {note}
        </p>
      ))}
      <Faults faults={faults} />
      {runId ? (
        <p>
          A run now reads it:{' '}
          <Link href={`/runs/${runId}`} className="text-accent hover:underline">
            see the run
          </Link>
          .
        </p>
      ) : null}
    </Notice>
  );
}
