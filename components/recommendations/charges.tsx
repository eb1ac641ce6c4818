'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { ExportButton } from '@/components/ui/export-button';
import { exactAmount } from '@/components/ui/money';
import { Problem } from '@/components/ui/problem';
import { PanelSkeleton } from '@/components/ui/skeleton';
import type { ChargesRange } from './charges-range';
import { ChargesRangeFields } from './charges-range-fields';
import { ChargesTable } from './charges-table';
import { chargesQuery, chargeTotalsQuery, exportCharges } from './queries';

type RowsProps = {
  resourceId: string;
  range: ChargesRange;
  isWhole: boolean; // the days that the chart shows
  onRange: (range: ChargesRange | null) => void;
};
type ChargesProps = RowsProps & { isOpen: boolean; onToggle: (isOpen: boolean) => void };

/** The rows of the bills that the cost above is made of, each with the file and line where it stands. */
export function Charges({ isOpen, onToggle, ...rows }: ChargesProps) {
  return (
    <details className="group mt-2" open={isOpen} onToggle={(event) => onToggle(event.currentTarget.open)}>
      <summary className="flex list-none items-center gap-1 text-accent hover:underline">
        <ChevronRight aria-hidden className="size-4 group-open:rotate-90" /> The rows of the bill behind it
      </summary>
      {isOpen ? <Rows {...rows} /> : null}
    </details>
  );
}

function Rows({ resourceId, range, isWhole, onRange }: RowsProps) {
  const { from, to, isCountedOnly } = range;
  return (
    <>
      <div className="mt-2 flex flex-wrap items-center gap-2">
        <ChargesRangeFields range={range} onRange={onRange} />
        {isWhole ? null : (
          <Button look="quiet" onClick={() => onRange(null)}>
            As in the chart
          </Button>
        )}
        <span className="ml-auto">
          <ExportButton options={exportCharges} filter={{ resourceId, range }} />
        </span>
      </div>
      <Pages key={`${from}:${to}:${isCountedOnly}`} resourceId={resourceId} range={range} />
    </>
  );
}

type PagesProps = Pick<RowsProps, 'resourceId' | 'range'>;

function Pages({ resourceId, range }: PagesProps) {
  const [cursor, setCursor] = useState<string | null>(null);
  const { data: page, error } = useQuery(chargesQuery(resourceId, range, cursor));
  if (page === undefined) return error ? <Problem error={error} /> : <PanelSkeleton />;
  if (page.items.length === 0)
    return <p className="mt-2 text-muted">No bill has a row for it in these days.</p>;
  return (
    <>
      <Totals resourceId={resourceId} range={range} />
      <ChargesTable charges={page.items} />
      <div className="mt-2 flex gap-2">
        {cursor === null ? null : <Button onClick={() => setCursor(null)}>Latest</Button>}
        {page.nextCursor === null ? null : (
          <Button onClick={() => setCursor(page.nextCursor)}>Earlier</Button>
        )}
      </div>
    </>
  );
}

function Totals({ resourceId, range }: PagesProps) {
  const { data: totals } = useQuery(chargeTotalsQuery(resourceId, range));
  return totals?.items.map(({ currency, rows, effectiveCost, billedCost, listCost }) => (
    <p key={currency} className="mt-2 text-muted tabular-nums">
      {rows === 1 ? '1 row' : `${rows.toLocaleString('en-US')} rows`}, {exactAmount(effectiveCost)} {currency}{' '}
      in all{' '}
      <span className="text-faint">
        (billed {exactAmount(billedCost)}, list {exactAmount(listCost)})
      </span>
    </p>
  ));
}
