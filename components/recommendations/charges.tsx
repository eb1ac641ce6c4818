'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { exactAmount } from '@/components/ui/money';
import { Problem } from '@/components/ui/problem';
import { PanelSkeleton } from '@/components/ui/skeleton';
import { Day } from '@/components/ui/time';
import type { ChargeView } from '@/lib/sources/views.schema';
import { chargesQuery, chargeTotalsQuery } from './queries';

/** The rows of the bills that the cost above is made of, each with the file and line where it stands. */
export function Charges({ resourceId }: { resourceId: string }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details className="group mt-2" onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary className="flex list-none items-center gap-1 text-accent hover:underline">
        <ChevronRight aria-hidden className="size-4 group-open:rotate-90" /> The rows of the bill behind it
      </summary>
      {isOpen ? <Rows resourceId={resourceId} /> : null}
    </details>
  );
}

function Rows({ resourceId }: { resourceId: string }) {
  const [cursor, setCursor] = useState<string | null>(null);
  const { data: page, error } = useQuery(chargesQuery(resourceId, cursor));
  const { data: totals } = useQuery(chargeTotalsQuery(resourceId));
  if (page === undefined) return error ? <Problem error={error} /> : <PanelSkeleton />;
  if (page.items.length === 0) return <p className="mt-2 text-muted">No bill has a row for it.</p>;
  return (
    <>
      {totals?.items.map(({ currency, rows, effectiveCost }) => (
        <p key={currency} className="mt-2 text-muted tabular-nums">
          {rows.toLocaleString('en-US')} rows, {exactAmount(effectiveCost)} {currency} in all
        </p>
      ))}
      <div className="mt-2 overflow-x-auto rounded-base border bg-surface">
        <table aria-label="Rows of the bill" className="w-full text-left text-meta">
          <thead>
            <tr className="text-faint [&>th]:h-8 [&>th]:border-b [&>th]:px-3 [&>th]:font-normal">
              <th scope="col">Day</th>
              <th scope="col">What</th>
              <th scope="col" className="text-right">
                Cost
              </th>
            </tr>
          </thead>
          <tbody>
            {page.items.map((charge) => (
              <Row key={charge.id} charge={charge} />
            ))}
          </tbody>
        </table>
      </div>
      <div className="mt-2 flex gap-2">
        {cursor === null ? null : <Button onClick={() => setCursor(null)}>Latest</Button>}
        {page.nextCursor === null ? null : (
          <Button onClick={() => setCursor(page.nextCursor)}>Earlier</Button>
        )}
      </div>
    </>
  );
}

function Row({ charge }: { charge: ChargeView }) {
  const { chargeStart, meter, service, description, category, effectiveCost, currency } = charge;
  const { fileName, line } = charge;
  return (
    <tr className="align-top [&>td]:px-3 [&>td]:py-1">
      <td>
        <Day at={chargeStart} />
      </td>
      <td className="break-words" title={description ?? undefined}>
        {meter ?? service}
        {category === 'Usage' ? '' : `, ${category.toLowerCase()}`}
        <span className="block break-all text-faint">
          {fileName}, line {line.toLocaleString('en-US')}
        </span>
      </td>
      <td className="text-right whitespace-nowrap tabular-nums">
        {exactAmount(effectiveCost)} {currency}
      </td>
    </tr>
  );
}
