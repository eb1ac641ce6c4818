'use client';

import clsx from 'clsx';
import { structuredPatch } from 'diff';
import { Fragment } from 'react';

type Row = { sign: '+' | '-' | ' '; text: string; from: number | null; to: number | null };
type TextDiffProps = { label: string; from: string; to: string };

const SIGN_WORDS = { '+': 'added', '-': 'removed', ' ': null } as const;

/** Two texts as one list of lines, with both line numbers; a sign, not the colour alone, says what became of a line. */
export default function TextDiff({ label, from, to }: TextDiffProps) {
  const hunks = hunksOf(from, to);
  if (hunks.length === 0) return <p className="text-muted">The two texts are the same.</p>;
  return (
    <div className="overflow-hidden rounded-base border bg-surface">
      <table aria-label={label} className="w-full table-fixed font-mono text-meta">
        <thead className="sr-only">
          <tr>
            <th scope="col">Line before</th>
            <th scope="col">Line after</th>
            <th scope="col">Change</th>
            <th scope="col">Text</th>
          </tr>
        </thead>
        <tbody>
          {hunks.map((rows, index) => (
            <Fragment key={`${rows[0]?.from}:${rows[0]?.to}`}>
              {index > 0 ? (
                <tr aria-hidden>
                  <td colSpan={4} className="border-y bg-canvas px-3 text-faint">
                    ⋯
                  </td>
                </tr>
              ) : null}
              {rows.map((row) => (
                <DiffRow key={`${row.sign}${row.from}:${row.to}`} row={row} />
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function DiffRow({ row: { sign, text, from, to } }: { row: Row }) {
  const words = SIGN_WORDS[sign];
  return (
    <tr className={clsx('align-top', sign === '+' && 'bg-good-soft', sign === '-' && 'bg-bad-soft')}>
      <td className="w-9 px-1 text-right text-faint tabular-nums select-none">{from}</td>
      <td className="w-9 px-1 text-right text-faint tabular-nums select-none">{to}</td>
      <td
        className={clsx(
          'w-5 text-center select-none',
          sign === '+' && 'text-good',
          sign === '-' && 'text-bad',
        )}
      >
        <span aria-hidden>{sign === '-' ? '−' : sign}</span>
        {words ? <span className="sr-only">{words}</span> : null}
      </td>
      <td className="pr-2 break-words whitespace-pre-wrap">{text}</td>
    </tr>
  );
}

function hunksOf(from: string, to: string): Row[][] {
  const { hunks } = structuredPatch('', '', from, to, '', '', { context: 3 });
  return hunks.map(({ oldStart, newStart, lines }) => {
    let [before, after] = [oldStart, newStart];
    return lines.flatMap((line): Row[] => {
      const text = line.slice(1);
      if (line.startsWith('+')) return [{ sign: '+', text, from: null, to: after++ }];
      if (line.startsWith('-')) return [{ sign: '-', text, from: before++, to: null }];
      if (line.startsWith('\\')) return []; // "no newline at the end": nobody needs to know
      return [{ sign: ' ', text, from: before++, to: after++ }];
    });
  });
}
