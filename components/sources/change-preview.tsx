import Link from 'next/link';
import type { ReactNode } from 'react';
import { exactAmount, fullAmount } from '@/components/ui/money';
import { ScrollBox } from '@/components/ui/scroll-box';
import { Day } from '@/components/ui/time';
import type { ChangePreview } from '@/lib/sources/preview.schema';
import { monthWords, VERDICTS } from './change-words';

const count = (rows: number) => rows.toLocaleString('en-US');

/** What a change does to totals, rows, recommendations and verified savings. */
export function ChangePreviewView({ preview }: { preview: ChangePreview }) {
  return (
    <div className="flex flex-col gap-4">
      <p role="status" className="text-form font-semibold">
        {preview.summary}
      </p>
      {preview.months.length === 0 ? (
        <p className="text-muted">No billing month changes.</p>
      ) : (
        <Months months={preview.months} />
      )}
      <Rows preview={preview} />
      <Claims claims={preview.claims} />
      <Findings preview={preview} />
    </div>
  );
}

function Part({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section>
      <h3 className="mb-1 font-semibold">
        {title}
        {aside ? <span className="font-normal text-faint"> {aside}</span> : null}
      </h3>
      {children}
    </section>
  );
}

const HEAD = 'text-meta text-faint [&>th]:py-1 [&>th]:pr-3 [&>th]:font-normal [&>th:last-child]:pr-0';
const ROW = 'align-top [&>*]:py-1 [&>*]:pr-3 [&>*:last-child]:pr-0';

function NowAndAfter() {
  return (
    <>
      <th scope="col" className="text-right">
        Now
      </th>
      <th scope="col" className="text-right">
        After
      </th>
    </>
  );
}

function Months({ months }: { months: ChangePreview['months'] }) {
  return (
    <Part title="Totals by billing month">
      <table aria-label="Totals by billing month" className="w-full text-left">
        <thead>
          <tr className={HEAD}>
            <th scope="col" className="w-full">
              <span className="sr-only">Figure</span>
            </th>
            <NowAndAfter />
          </tr>
        </thead>
        {months.map((month) => (
          <tbody key={`${month.month} ${month.billingAccount} ${month.currency}`} className="border-t">
            <tr className={ROW}>
              <th scope="rowgroup" colSpan={3} className="break-words font-semibold">
                {monthWords(month.month)}, {month.billingAccount}
                <span className="font-normal text-faint"> in {month.currency}</span>
              </th>
            </tr>
            <AmountRow label="Billed cost" before={month.billedBefore} after={month.billedAfter} />
            <AmountRow label="Effective cost" before={month.effectiveBefore} after={month.effectiveAfter} />
            <tr className={ROW}>
              <th scope="row" className="font-normal text-muted">
                Rows
              </th>
              <td className="text-right tabular-nums">{count(month.rowsBefore)}</td>
              <td className="text-right tabular-nums">{count(month.rowsAfter)}</td>
            </tr>
          </tbody>
        ))}
      </table>
    </Part>
  );
}

function AmountRow({ label, before, after }: { label: string; before: string; after: string }) {
  return (
    <tr className={ROW}>
      <th scope="row" className="font-normal text-muted">
        {label}
      </th>
      <td className="text-right whitespace-nowrap">
        <Amount amount={before} />
      </td>
      <td className="text-right whitespace-nowrap">
        <Amount amount={after} isChanged={before !== after} />
      </td>
    </tr>
  );
}

function Amount({ amount, isChanged = false }: { amount: string; isChanged?: boolean }) {
  return (
    <span title={exactAmount(amount)} className={isChanged ? 'font-semibold tabular-nums' : 'tabular-nums'}>
      {fullAmount(amount).replace('-', '−')}
    </span>
  );
}

function Rows({ preview: { rows, rowsChanged } }: { preview: ChangePreview }) {
  if (rowsChanged === 0) return <p className="text-muted">No row differs by resource, SKU and day.</p>;
  const more = rowsChanged - rows.length;
  return (
    <Part title="Charges that differ" aside="effective cost by resource, SKU and day">
      <ScrollBox
        label="Charges that differ, scrolls"
        className="max-h-64 overflow-y-auto rounded-base border"
      >
        <table aria-label="Charges that differ" className="w-full text-left">
          <thead className="sticky top-0 bg-raised">
            <tr className={`${HEAD} [&>th:first-child]:pl-2 [&>th:last-child]:pr-2`}>
              <th scope="col" className="w-full">
                Resource and SKU
              </th>
              <th scope="col">Day</th>
              <NowAndAfter />
            </tr>
          </thead>
          <tbody className="divide-y">
            {rows.map((row) => (
              <ChangedRow
                key={[row.resourceId, row.account, row.sku, row.day, row.currency].join(' ')}
                row={row}
              />
            ))}
          </tbody>
        </table>
      </ScrollBox>
      {more > 0 ? (
        <p className="mt-1 text-meta text-faint">and {count(more)} more, with smaller differences</p>
      ) : null}
    </Part>
  );
}

function ChangedRow({ row }: { row: ChangePreview['rows'][number] }) {
  const { resource, service, account, sku, day, currency, before, after, rowsBefore, rowsAfter } = row;
  return (
    <tr className={`${ROW} [&>*:first-child]:pl-2 [&>*:last-child]:pr-2`}>
      <td className="min-w-32 [overflow-wrap:anywhere]">
        {resource ?? service ?? account}
        <span className="block text-meta text-faint">{sku ?? 'no SKU'}</span>
      </td>
      <td className="whitespace-nowrap">
        <Day at={day} />
      </td>
      <td className="text-right whitespace-nowrap">
        {rowsBefore === 0 ? <NoRow /> : <Amount amount={before} />}
      </td>
      <td className="text-right whitespace-nowrap">
        {rowsAfter === 0 ? <NoRow /> : <Amount amount={after} />}
        <span className="text-meta text-faint"> {currency}</span>
      </td>
    </tr>
  );
}

function NoRow() {
  return (
    <span className="text-faint">
      <span aria-hidden>–</span>
      <span className="sr-only">no charge</span>
    </span>
  );
}

const link = 'text-accent hover:underline [overflow-wrap:anywhere]';

function Claims({ claims }: { claims: ChangePreview['claims'] }) {
  if (claims.length === 0) return null;
  return (
    <Part title="Verified savings that change" aside="monthly">
      <ul className="divide-y rounded-base border">
        {claims.map(({ recommendationId, what, currency, before, after, verdict }) => (
          <li key={recommendationId} className="flex flex-wrap gap-x-3 px-2 py-1">
            <Link href={`/recommendations/${recommendationId}`} className={`${link} min-w-0 flex-1`}>
              {what}
            </Link>
            <span className={verdict === 'grows' ? 'text-muted' : 'text-warn'}>{VERDICTS[verdict]}</span>
            <span className="whitespace-nowrap tabular-nums">
              {fullAmount(before)} → {after === null ? 'unknown' : fullAmount(after)} {currency}
            </span>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Findings({ preview: { findings, recommendations } }: { preview: ChangePreview }) {
  if (findings === 0) return null;
  const more = findings - recommendations.length;
  return (
    <Part
      title={findings === 1 ? '1 recommendation may change' : `${count(findings)} recommendations may change`}
    >
      <p className="text-muted">Their charges differ. They stay as they are until the next analysis run.</p>
      <ul className="mt-1 flex flex-wrap gap-x-4">
        {recommendations.map(({ id, what }) => (
          <li key={id} className="min-w-0">
            <Link href={`/recommendations/${id}`} className={link}>
              {what}
            </Link>
          </li>
        ))}
        {more > 0 ? <li className="text-faint">and {count(more)} more</li> : null}
      </ul>
    </Part>
  );
}
