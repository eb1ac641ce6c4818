import Link from 'next/link';
import { commonCurrency, exactAmount, fullAmount } from '@/components/ui/money';
import { ScrollBox } from '@/components/ui/scroll-box';
import type { CostView } from '@/lib/sources/costs.schema';
import { AMOUNT, ChargePeriod, FileAndLine, ServiceAndMeter } from './charge-cells';

/** Charges with what of each falls into the days that are shown; the effective and the billed cost digit by digit. */
export function CostsTable({ charges }: { charges: CostView[] }) {
  const currency = commonCurrency(charges.map((charge) => charge.currency));
  return (
    <ScrollBox label="Charges, scrolls sideways" className="mt-3 rounded-base border bg-surface">
      <table aria-label="Charges" className="w-full min-w-[60rem] text-left text-meta">
        <thead>
          <tr className="text-faint [&>th]:h-8 [&>th]:border-b [&>th]:px-3 [&>th]:font-normal">
            <th scope="col" className="text-right">
              {currency ? `Cost in these days, ${currency}` : 'Cost in these days'}
            </th>
            <th scope="col">Charge period</th>
            <th scope="col">Account</th>
            <th scope="col">Service and meter</th>
            <th scope="col">Resource</th>
            <th scope="col">Category</th>
            <th scope="col" className="text-right">
              Effective
            </th>
            <th scope="col" className="text-right">
              Billed
            </th>
            <th scope="col">File and line</th>
          </tr>
        </thead>
        <tbody>
          {charges.map((charge) => (
            <Row key={charge.id} charge={charge} isCurrencyShown={currency === null} />
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function Row({ charge, isCurrencyShown }: { charge: CostView; isCurrencyShown: boolean }) {
  const { provider, account, description, category, currency } = charge;
  return (
    <tr className="align-top hover:bg-hover [&:not(:last-child)>td]:border-b [&>td]:px-3 [&>td]:py-1.5">
      <td className={AMOUNT} title={exactAmount(charge.cost)}>
        {fullAmount(charge.cost)}
        {isCurrencyShown ? ` ${currency}` : ''}
      </td>
      <td className="whitespace-nowrap">
        <ChargePeriod charge={charge} />
      </td>
      <td className="max-w-56 truncate" title={`${provider} ${account}`}>
        <span className="text-faint">{provider}</span> {account}
      </td>
      <td title={description ?? undefined}>
        <ServiceAndMeter charge={charge} />
      </td>
      <td>
        {charge.resourceId === null ? (
          <span className="text-faint">none</span>
        ) : (
          <Link
            href={`/recommendations?status=all&q=${encodeURIComponent(charge.resourceName ?? '')}`}
            className="hover:text-accent hover:underline"
          >
            {charge.resourceName}
          </Link>
        )}
      </td>
      <td>
        {category}
        {charge.class === null ? '' : `, ${charge.class.toLowerCase()}`}
      </td>
      <td className={AMOUNT}>{exactAmount(charge.effectiveCost)}</td>
      <td className={AMOUNT}>{exactAmount(charge.billedCost)}</td>
      <FileAndLine charge={charge} />
    </tr>
  );
}
