import { AMOUNT, ChargePeriod, FileAndLine, ServiceAndMeter } from '@/components/costs/charge-cells';
import { commonCurrency, exactAmount, Unknown } from '@/components/ui/money';
import { ScrollBox } from '@/components/ui/scroll-box';
import type { ChargeView } from '@/lib/sources/views.schema';

/** Rows of a bill, amounts digit by digit. Where there is little room it scrolls sideways. */
export function ChargesTable({ charges }: { charges: ChargeView[] }) {
  const currency = commonCurrency(charges.map((charge) => charge.currency));
  return (
    <ScrollBox label="Rows of the bill, scrolls sideways" className="mt-2 rounded-base border bg-surface">
      <table aria-label="Rows of the bill" className="w-full min-w-[54rem] text-left text-meta">
        <thead>
          <tr className="text-faint [&>th]:h-8 [&>th]:border-b [&>th]:px-3 [&>th]:font-normal">
            <th scope="col">Period</th>
            <th scope="col">Service and meter</th>
            <th scope="col" className="text-right">
              Quantity
            </th>
            <th scope="col" className="text-right">
              List
            </th>
            <th scope="col" className="text-right">
              {currency ? `Effective, ${currency}` : 'Effective'}
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

function Row({ charge, isCurrencyShown }: { charge: ChargeView; isCurrencyShown: boolean }) {
  const { description, category, currency, quantity, unit } = charge;
  return (
    <tr className="align-top hover:bg-hover [&:not(:last-child)>td]:border-b [&>td]:px-3 [&>td]:py-1.5">
      <td className="whitespace-nowrap">
        <ChargePeriod charge={charge} />
      </td>
      <td title={description ?? undefined}>
        <ServiceAndMeter charge={charge} />
        {category === 'Usage' ? '' : `, ${category.toLowerCase()}`}
        {charge.class === null ? '' : `, ${charge.class.toLowerCase()}`}
      </td>
      <td className={AMOUNT}>
        {quantity === null ? <Unknown reason="the bill tells no quantity" /> : exactQuantity(quantity)}{' '}
        <span className="text-faint">{unit}</span>
      </td>
      <td className={AMOUNT}>
        {charge.listCost === null ? (
          <Unknown reason="the bill tells no list cost" />
        ) : (
          exactAmount(charge.listCost)
        )}
      </td>
      <td className={AMOUNT}>
        {exactAmount(charge.effectiveCost)}
        {isCurrencyShown ? ` ${currency}` : ''}
      </td>
      <td className={AMOUNT}>{exactAmount(charge.billedCost)}</td>
      <FileAndLine charge={charge} />
    </tr>
  );
}

function exactQuantity(quantity: string): string {
  return exactAmount(quantity)
    .replace(/\.0+$/, '')
    .replace(/(\.\d*?[1-9])0+$/, '$1');
}
