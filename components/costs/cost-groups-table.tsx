'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { exactAmount, fullAmount } from '@/components/ui/money';
import { Problem } from '@/components/ui/problem';
import { withQuery } from '@/components/ui/request';
import { ScrollBox } from '@/components/ui/scroll-box';
import { PanelSkeleton } from '@/components/ui/skeleton';
import { costGroupsQuery } from './queries';
import { type CostGroupName, type CostsUrl, GROUP_WORDS } from './url';

/** What the charges come to by one of their columns; each line opens its charges. */
export function CostGroupsTable({ url, by }: { url: CostsUrl; by: CostGroupName }) {
  const { data: groups, error, refetch } = useQuery(costGroupsQuery(url, by));
  if (groups === undefined) {
    return error ? <Problem error={error} onRetry={() => void refetch()} /> : <PanelSkeleton />;
  }
  return (
    <div className="min-h-0 flex-1 overflow-auto px-4 pb-4">
      <ScrollBox label="Costs, scrolls sideways" className="mt-3 rounded-base border bg-surface">
        <table aria-label={`Costs by ${GROUP_WORDS[by].toLowerCase()}`} className="w-full text-left">
          <thead>
            <tr className="text-meta text-faint [&>th]:h-8 [&>th]:border-b [&>th]:px-3 [&>th]:font-normal">
              <th scope="col">{GROUP_WORDS[by]}</th>
              <th scope="col" className="text-right">
                Effective cost
              </th>
              <th scope="col" className="text-right max-sm:hidden">
                Billed cost
              </th>
              <th scope="col" className="text-right max-sm:hidden">
                Charges
              </th>
            </tr>
          </thead>
          <tbody>
            {groups.items.map(({ value, label, currency, cost, billedCost, rows }) => (
              <tr
                key={`${value}:${currency}`}
                className="hover:bg-hover [&>*]:h-9 [&>*]:px-3 [&:not(:last-child)>*]:border-b"
              >
                <th scope="row" className="text-left font-normal break-all">
                  {value === null ? (
                    label
                  ) : (
                    <Link
                      href={withQuery('/costs', { ...url, by: null, cursor: null, currency, [by]: value })}
                      className="hover:text-accent hover:underline"
                    >
                      {label}
                    </Link>
                  )}
                </th>
                <td className="text-right tabular-nums" title={exactAmount(cost)}>
                  {fullAmount(cost)} {currency}
                </td>
                <td className="text-right tabular-nums max-sm:hidden" title={exactAmount(billedCost)}>
                  {fullAmount(billedCost)} {currency}
                </td>
                <td className="text-right tabular-nums max-sm:hidden">{rows.toLocaleString('en-US')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </div>
  );
}
