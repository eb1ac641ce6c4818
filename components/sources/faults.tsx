import type { ImportResult } from '@/lib/sources/schema';

/** Rows that were refused, each with its place. */
export function Faults({ faults }: { faults: ImportResult['faults'] }) {
  if (faults.length === 0) return null;
  return (
    <table aria-label="Refused rows" className="mt-2 w-full text-left text-meta">
      <thead>
        <tr className="text-faint [&>th]:pr-3 [&>th]:font-normal">
          <th scope="col">Line</th>
          <th scope="col">Column</th>
          <th scope="col">What is wrong</th>
        </tr>
      </thead>
      <tbody>
        {faults.map(({ line, column, message }) => (
          <tr key={`${line}:${column}:${message}`} className="align-top [&>td]:py-0.5 [&>td]:pr-3">
            <td className="tabular-nums">{line.toLocaleString('en-US')}</td>
            <td className="font-mono">{column ?? '–'}</td>
            <td className="break-words">{message}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
