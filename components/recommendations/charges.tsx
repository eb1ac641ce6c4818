'use client';

import { useQuery } from '@tanstack/react-query';
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

type ChargesProps = {
  resourceId: string;
  range: ChargesRange;
  isWhole: boolean; // the days that the chart shows
  onRange: (range: ChargesRange | null) => void;
};
/** The rows of the bills that a cost is made of, each with the file and line where it stands. */
export function Charges({ resourceId, range, isWhole, onRange }: ChargesProps) {
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

type PagesProps = Pick<ChargesProps, 'resourceId' | 'range'>;

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
