import Link from 'next/link';
import { Notice } from '@/components/ui/notice';
import type { ImportResult } from '@/lib/sources/schema';
import { monthWords } from './change-words';
import { Faults } from './faults';

const count = (rows: number) => rows.toLocaleString('en-US');

/** What an upload came to. */
export function UploadResult({ result }: { result: ImportResult & { runId: string | null } }) {
  const { state, rowsRead, rowsAccepted, rowsRefused, cellsUnknown, faults, notes, runId, waiting } = result;
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
