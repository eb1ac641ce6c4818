import { expect, it } from 'vitest';
import { database, transaction } from '@/lib/core/db';
import { takeBillSnapshot } from '@/lib/sources/bill-snapshot.data';
import { answerDelivery, withdrawImport } from '@/lib/sources/deliveries.commands';
import type { ChangePreview, PreviewedChange } from '@/lib/sources/preview.schema';
import { purgeOfCharges } from '@/lib/sources/purge.data';
import { focusConfig } from '@/lib/sources/schema';
import { actor, billOf, type Charge, daily, dayOf, makeSource, send } from '@/lib/sources/testing';
import { previewChange, summaryOf } from './change-preview';

const at = (day: number) => new Date(dayOf(day));
const month = (payer: string, charge: Charge = {}, days = 31) =>
  billOf(daily(1, days, { BillingAccountId: payer, EffectiveCost: '10', BilledCost: '10', ...charge }));
const preview = (change: PreviewedChange) => previewChange(database(), change, at(40));

async function waitingMonth(payer: string) {
  const sourceId = await makeSource();
  const whole = await send(sourceId, month(payer), { deliveredAt: at(35) });
  const { importId, waiting } = await send(sourceId, month(payer, {}, 2), { deliveredAt: at(36) });
  return { sourceId, whole, importId, deliveryId: waiting[0]?.deliveryId ?? '' };
}

it('each answer is previewed as it then turns out', async () => {
  const totals = async (change: PreviewedChange) => {
    const { months, rowsChanged, summary } = await preview(change);
    return [months[0]?.billedBefore, months[0]?.billedAfter, rowsChanged, summary];
  };
  const { whole, importId, deliveryId } = await waitingMonth('preview-answers');
  expect(await totals({ importId, deliveryId, change: 'discard' })).toEqual([
    ...['310', '310', 0, '0.00 USD; no verified saving changes'],
  ]);
  expect(await totals({ importId, deliveryId, change: 'overwrite' })).toEqual([
    ...['310', '20', 29, '−290.00 USD; no verified saving changes'],
  ]);
  expect(await totals({ importId, deliveryId, change: 'append' })).toEqual([
    ...['310', '330', 2, '+20.00 USD; no verified saving changes'],
  ]);
  await answerDelivery({ actor, deliveryId, answer: 'append', clock: () => at(38) });
  expect(await totals({ importId, change: 'withdraw' })).toEqual([
    ...['330', '310', 2, '−20.00 USD; no verified saving changes'],
  ]);
  expect(await totals({ importId: whole.importId, change: 'withdraw' })).toEqual([
    ...['330', '20', 29 + 2, '−310.00 USD; no verified saving changes'],
  ]);
});

it('one that is older is added as of now, and so its preview says', async () => {
  const sourceId = await makeSource();
  await send(sourceId, month('preview-older'), { deliveredAt: at(36) });
  const older = await send(sourceId, month('preview-older', { EffectiveCost: '1' }), { deliveredAt: at(35) });
  const deliveryId = older.waiting[0]?.deliveryId ?? '';
  const { months } = await preview({ importId: older.importId, deliveryId, change: 'append' });
  expect(months).toMatchObject([{ effectiveBefore: '310', effectiveAfter: '341', rowsAfter: 62 }]);
});

it('an undo is refused in its preview when what would count again was deleted by age', async () => {
  const sourceId = await makeSource('focus', { handling: 'overwrite' });
  const first = await send(sourceId, month('preview-old'), { deliveredAt: at(35) });
  const second = await send(sourceId, month('preview-old', { EffectiveCost: '9' }), { deliveredAt: at(36) });
  await transaction((tx) => takeBillSnapshot(tx, { sourceId, config: focusConfig.parse({}), now: at(37) }));
  const { purge } = purgeOfCharges(async () => []);
  while ((await purge(at(100))) > 0);
  const refusal = `the rows of import ${first.importId} that would count again for 2026-10 were deleted by age (Settings, Retention)`;
  await expect(preview({ importId: second.importId, change: 'withdraw' })).rejects.toThrow(refusal);
  await expect(withdrawImport({ actor, importId: second.importId })).rejects.toThrow(refusal);
});

const ofMonth = (effectiveBefore: string, effectiveAfter: string, currency = 'USD') => ({
  ...{
    month: '2026-10',
    billingAccount: 'BA-6',
    billedBefore: '0',
    billedAfter: '0',
    rowsBefore: 1,
    rowsAfter: 1,
  },
  ...{ currency, effectiveBefore, effectiveAfter },
});
const claims = (...verdicts: ChangePreview['claims'][number]['verdict'][]) =>
  verdicts.map((verdict, id) => ({
    ...{
      recommendationId: String(id),
      what: 'resize web-1',
      currency: 'USD',
      before: '2',
      after: '1',
      verdict,
    },
  }));

it.each([
  [[], [], 'No change in cost; no verified saving changes'],
  [[ofMonth('10', '10.001')], [], '+<0.01 USD; no verified saving changes'],
  [
    [ofMonth('4000', '890'), ofMonth('1', '2', 'EUR')],
    [],
    '−3,110.00 USD, +1.00 EUR; no verified saving changes',
  ],
  [
    [ofMonth('4000', '890')],
    claims('shrinks', 'shrinks', 'taken back'),
    '−3,110.00 USD; 2 verified savings shrink, 1 is taken back',
  ],
  [[ofMonth('1', '1')], claims('unknown'), '0.00 USD; 1 verified saving can no longer be measured'],
])('a change is summed up in one line (%#)', (months, changed, words) => {
  expect(summaryOf(months, changed)).toBe(words);
});
