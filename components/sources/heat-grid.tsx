import clsx from 'clsx';
import { ScrollBox } from '@/components/ui/scroll-box';
import type { CoverageGrid, GridCell } from '@/lib/sources/views.schema';

const CELLS = {
  whole: { fill: 'bg-good', word: 'whole' },
  partial: { fill: 'bg-warn', word: 'in part' },
  none: { fill: 'border border-line-strong bg-transparent', word: 'not read' },
} as const;

/** Scope by day: what was read whole, in part, or not. Shape and word tell it too, not only the colour. */
export function HeatGrid({ grid }: { grid: CoverageGrid }) {
  if (grid.scopes.length === 0) return <p className="text-muted">Nothing has been read yet.</p>;
  return (
    <>
      <ScrollBox label="Coverage, scrolls sideways">
        <table
          aria-label="Coverage by scope and day"
          className="w-full border-separate border-spacing-x-[2px] border-spacing-y-1 text-meta"
        >
          <thead>
            <tr>
              <th scope="col" className="sr-only">
                Scope
              </th>
              {grid.days.map((day) => (
                <th key={day} scope="col" className="p-0">
                  <span className="sr-only">{day}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {grid.scopes.map((scope) => (
              <tr key={scopeWords(scope)}>
                <th
                  scope="row"
                  className="sticky left-0 w-px max-w-48 truncate bg-surface pr-2 text-left font-normal"
                  title={scopeWords(scope)}
                >
                  {scopeWords(scope)}
                </th>
                {scope.cells.map((cell, index) => (
                  <td key={grid.days[index]} className="p-0">
                    <HeatCell cell={cell} day={grid.days[index] ?? ''} scope={scopeWords(scope)} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
      <Legend grid={grid} />
    </>
  );
}

function HeatCell({ cell, day, scope }: { cell: GridCell; day: string; scope: string }) {
  const { fill, word } = CELLS[cell.level];
  const words = `${scope}, ${day}: ${word}${cell.rows === null ? '' : `, ${cell.rows.toLocaleString('en-US')} rows`}${cell.reason ? ` (${cell.reason})` : ''}`;
  return (
    <span
      role="img"
      aria-label={words}
      title={words}
      className="flex h-3 min-w-1.5 items-center justify-center"
    >
      <span className={clsx('block w-full rounded-[2px]', fill, cell.level === 'partial' ? 'h-2' : 'h-3')} />
    </span>
  );
}

type Scope = Pick<CoverageGrid['scopes'][number], 'provider' | 'account' | 'region' | 'kind'>;

export function scopeWords({ provider, account, region, kind }: Scope): string {
  return [provider, account, region, kind].filter((part) => part !== '*').join(' · ');
}

function Legend({ grid }: { grid: CoverageGrid }) {
  return (
    <p className="mt-2 flex flex-wrap gap-x-4 text-meta text-faint">
      <span>
        {grid.days[0]} to {grid.days.at(-1)}
        {grid.scopesTotal > grid.scopes.length ? `, ${grid.scopes.length} of ${grid.scopesTotal} scopes` : ''}
      </span>
      {Object.entries(CELLS).map(([level, { fill, word }]) => (
        <span key={level} className="inline-flex items-center gap-1">
          <span
            aria-hidden
            className={clsx('block rounded-[2px]', fill, level === 'partial' ? 'size-2' : 'size-3')}
          />
          {word}
        </span>
      ))}
    </p>
  );
}
