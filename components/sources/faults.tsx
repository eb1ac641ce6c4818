import type { ImportResult } from '@/lib/sources/schema';

const KINDS = { file: 'File', row: 'Row refused', cell: 'Cell' } as const;

/** Rows that were refused and cells that are unknown, each with its place. */
export function Faults({ faults }: { faults: ImportResult['faults'] }) {
  if (faults.length === 0) return null;
  return (
    <table aria-label="Refused rows and cells" className="mt-2 w-full text-left text-meta">
      <thead>
        <tr className="text-faint [&>th]:pr-3 [&>th]:font-normal">
          <th scope="col">Line</th>
          <th scope="col">Kind</th>
          <th scope="col">Column</th>
          <th scope="col">Reason</th>
        </tr>
      </thead>
      <tbody>
        {faults.map(({ line, kind, column, message }) => (
          <tr key={`${line}:${kind}:${column}:${message}`} className="align-top [&>td]:py-0.5 [&>td]:pr-3">
            <td className="tabular-nums">{line.toLocaleString('en-US')}</td>
            <td className="whitespace-nowrap">{KINDS[kind]}</td>
            <td className="break-all font-mono">{column ?? '–'}</td>
            <td className="break-words">{message}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
