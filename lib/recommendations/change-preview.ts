import { Decimal } from 'decimal.js';
import type { Reader } from '@/lib/core/db';
import {
  readChangedMonths,
  readChangedResources,
  readChangedRows,
  readCountedChange,
} from '@/lib/sources/change-preview.data';
import type { ChangePreview, PreviewedChange } from '@/lib/sources/preview.schema';
import { readClaimsOf, readLiveOf } from './change-preview.data';
import { readBillSpan } from './series.data';
import { measureAsIf } from './settle';

/**
 * What an answer to a waiting delivery, or the undo of an import, would change: totals by month, the rows behind them,
 * and the findings and verified savings that rest on them. Throws `not_found`.
 */
export async function previewChange(
  reader: Reader,
  change: PreviewedChange,
  now: Date,
): Promise<ChangePreview> {
  const counted = await readCountedChange(reader, change, now);
  const months = await readChangedMonths(reader, counted);
  const rows = await readChangedRows(reader, counted);
  const resourceIds = await readChangedResources(reader, counted);
  const claims = await changedClaims(reader, resourceIds, counted.all);
  const live = await readLiveOf(reader, resourceIds);
  return { summary: summaryOf(months, claims), months, ...rows, ...live, claims } satisfies ChangePreview;
}

async function changedClaims(
  reader: Reader,
  resourceIds: string[],
  deliveryIds: bigint[],
): Promise<ChangePreview['claims']> {
  const claims = await readClaimsOf(reader, resourceIds);
  const span = await readBillSpan(reader);
  if (claims.length === 0 || !span) return [];
  const measured = new Map(
    (await measureAsIf(claims, span, deliveryIds)).map(({ lineageId, realised }) => [
      lineageId,
      realised.cash,
    ]),
  );
  return claims.flatMap(({ lineageId, what, currency, cash }) => {
    const after = measured.get(lineageId) ?? null;
    const verdict = verdictOf(cash, after);
    if (verdict === null) return [];
    return [{ recommendationId: lineageId, what, currency: currency ?? '', before: cash, after, verdict }];
  });
}

function verdictOf(before: string, after: string | null): ChangePreview['claims'][number]['verdict'] | null {
  if (after === null) return 'unknown';
  const change = new Decimal(after).minus(before);
  if (change.isZero()) return null;
  if (change.gt(0)) return 'grows';
  return new Decimal(after).lte(0) ? 'taken back' : 'shrinks';
}

/** "−3,110.00 USD; 6 verified savings shrink, 1 is taken back". */
export function summaryOf(months: ChangePreview['months'], claims: ChangePreview['claims']): string {
  const sums = new Map<string, Decimal>();
  for (const { currency, effectiveBefore, effectiveAfter } of months) {
    const change = new Decimal(effectiveAfter).minus(effectiveBefore);
    sums.set(currency, (sums.get(currency) ?? new Decimal(0)).plus(change));
  }
  const money = [...sums].map(([currency, change]) => `${signed(change)} ${currency}`);
  const count = (verdict: string) => claims.filter((claim) => claim.verdict === verdict).length;
  const saved = [
    claimWords(count('shrinks'), 'shrinks', 'shrink'),
    claimWords(count('taken back'), 'is taken back', 'are taken back'),
    claimWords(count('grows'), 'grows', 'grow'),
    claimWords(count('unknown'), 'can no longer be measured', 'can no longer be measured'),
  ].flatMap((words, at, all) =>
    words === null ? [] : [at === all.findIndex(Boolean) ? words.long : words.short],
  );
  return [money.join(', ') || 'No change in cost', saved.join(', ') || 'no verified saving changes'].join(
    '; ',
  );
}

function claimWords(count: number, one: string, many: string): { long: string; short: string } | null {
  if (count === 0) return null;
  const verb = count === 1 ? one : many;
  return {
    long: `${count} verified ${count === 1 ? 'saving' : 'savings'} ${verb}`,
    short: `${count} ${verb}`,
  };
}

function signed(change: Decimal): string {
  const amount = change
    .abs()
    .toFixed(2)
    .replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  if (change.isZero()) return '0.00';
  return `${change.lt(0) ? '−' : '+'}${change.abs().lt('0.005') ? '<0.01' : amount}`;
}
