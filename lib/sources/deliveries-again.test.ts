import { beforeEach, describe, expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { updateSource } from './commands';
import { groupCosts, totalCosts } from './costs.data';
import { answerDelivery, withdrawImport } from './deliveries.commands';
import { actor, billOf, type Charge, collect, daily, dayOf, makeSource, send } from './testing';
import { readSettledCosts } from './totals.data';
import { readSource } from './views.data';

/** Deliveries that come again, late, in other spellings or for other months; `at` counts days from 1 October 2026. */
const at = (day: number) => new Date(dayOf(day));
const OCTOBER = { BillingAccountId: 'P-1', EffectiveCost: '10', BillingPeriodEnd: '2026-11-01T00:00:00Z' };
const month = (changes: Charge = {}, days = 31) => daily(1, days, { ...OCTOBER, ...changes });
const correction = billOf(daily(12, 1, { ...OCTOBER, ChargeClass: 'Correction', EffectiveCost: '-80' }));

beforeEach(async () => {
  await database().source.updateMany({ data: { enabled: false } }); // of the test before
});

async function total(): Promise<string | undefined> {
  return (await totalCosts(database(), {})).items[0]?.cost;
}

const waitingOf = async (sourceId: string) => (await readSource(database(), sourceId, () => at(60))).waiting;

describe('the bytes that count, once more', () => {
  it('change nothing, and end what has waited to replace them', async () => {
    const sourceId = await makeSource();
    const whole = billOf(month());
    await send(sourceId, whole, { deliveredAt: at(35) });
    const lossy = billOf([...month({}, 2), ...month({ SubAccountId: 'another' }, 2)]);
    expect((await send(sourceId, lossy, { deliveredAt: at(36) })).waiting).toHaveLength(1);
    expect((await send(sourceId, whole, { deliveredAt: at(37) })).state).toBe('unchanged');
    expect([await total(), await waitingOf(sourceId)]).toEqual(['310', 0]);
  });

  it('keep what was added to them', async () => {
    const sourceId = await makeSource();
    await send(sourceId, billOf(month()), { deliveredAt: at(35) });
    await send(sourceId, correction, { deliveredAt: at(36), handling: 'append' });
    expect((await send(sourceId, billOf(month()), { deliveredAt: at(37) })).state).toBe('unchanged');
    expect(await total()).toBe('230');
  });

  it('replace the month where they were added to it and are now said to', async () => {
    const sourceId = await makeSource();
    await send(sourceId, billOf(month()), { deliveredAt: at(35) });
    const other = billOf(month({ EffectiveCost: '11' }));
    await send(sourceId, other, { deliveredAt: at(36), handling: 'append' });
    await send(sourceId, other, { deliveredAt: at(37), handling: 'overwrite' });
    expect(await total()).toBe('341');
  });
});

it('a setting that replaces lets the newer delivery go on counting', async () => {
  const sourceId = await makeSource();
  await send(sourceId, billOf(month()), { deliveredAt: at(38) });
  await send(sourceId, billOf(month({ EffectiveCost: '20' })), { deliveredAt: at(37) });
  expect(await waitingOf(sourceId)).toBe(1);
  await updateSource({ actor, sourceId, config: { handling: 'overwrite' }, clock: () => at(39) });
  expect([await total(), await waitingOf(sourceId)]).toEqual(['310', 0]);
});

it('of a bill whose only import is undone nothing is left in the costs, and it is said to be read no longer', async () => {
  const sourceId = await makeSource();
  const { importId } = await send(sourceId, billOf(month()), { deliveredAt: at(35) });
  await collect(sourceId, at(35));
  expect((await readSettledCosts(database())).costs).toMatchObject([{ amount: '300' }]);
  await withdrawImport({ actor, importId, clock: () => at(36) });
  await collect(sourceId, at(36));
  expect((await readSettledCosts(database())).costs).toEqual([]);
  const { coverage, scopes } = await readSource(database(), sourceId, () => at(36));
  expect(coverage).toEqual({ whole: 0, partial: 0, none: 1 });
  expect(scopes[0]?.reason).toBe('no delivery of this bill counts any more');
  await send(sourceId, billOf(month({ EffectiveCost: '5' })), { deliveredAt: at(37) });
  await collect(sourceId, at(37));
  expect((await readSettledCosts(database())).costs).toMatchObject([{ amount: '150' }]);
});

it.each([
  ['two days of the month', month({ ChargeCategory: 'Purchase' }, 2)],
  ['a tenth of the money', month({ ChargeCategory: 'Purchase', EffectiveCost: '1' })],
  ['one account of two', month({ ChargeCategory: 'Purchase', EffectiveCost: '20' })],
])('a bill of purchases alone asks before %s replaces it', async (_, charges) => {
  const sourceId = await makeSource();
  const seats = { ChargeCategory: 'Purchase' };
  const whole = [...month(seats), ...month({ ...seats, SubAccountId: 'another' })];
  await send(sourceId, billOf(whole), { deliveredAt: at(35) });
  expect((await send(sourceId, billOf(charges), { deliveredAt: at(36) })).waiting).toHaveLength(1);
  expect(await total()).toBe('620');
});

describe('one billing account', () => {
  const NAMES = [
    '/billingAccounts/ABC-1',
    '/billingaccounts/abc-1',
    '/billingAccounts/ABC-1/',
    ' /BILLINGACCOUNTS/ABC-1 ',
  ];

  it.each(NAMES)('is the same written as “%s”', async (name) => {
    const sourceId = await makeSource('focus', { handling: 'overwrite' });
    await send(sourceId, billOf(month({ BillingAccountId: NAMES[0] })), { deliveredAt: at(35) });
    const again = billOf(month({ BillingAccountId: name, EffectiveCost: '11' }));
    await send(sourceId, again, { deliveredAt: at(36) });
    expect(await total()).toBe('341');
  });

  it('is one in two sources, and in one file', async () => {
    const mixed = billOf(month().map((charge, day) => ({ ...charge, BillingAccountId: NAMES[day % 4] })));
    const ids = [await makeSource(), await makeSource()];
    await send(ids[0] ?? '', mixed, { deliveredAt: at(35) });
    await send(ids[1] ?? '', billOf(month({ BillingAccountId: NAMES[1] })), { deliveredAt: at(36) });
    expect(await total()).toBe('310');
    expect((await readSource(database(), ids[0] ?? '', () => at(36))).shared).toHaveLength(1);
  });
});

it('billing periods from the middle of a month are months of their own', async () => {
  const sourceId = await makeSource('focus', { handling: 'overwrite' });
  const periods = [
    ['2026-08-15T00:00:00Z', '2026-09-15T00:00:00Z', '7'],
    ['2026-09-15T00:00:00Z', '2026-10-15T00:00:00Z', '10'],
  ] as const;
  for (const [BillingPeriodStart, BillingPeriodEnd, EffectiveCost] of periods) {
    const charges = daily(1, 10, { ...OCTOBER, BillingPeriodStart, BillingPeriodEnd, EffectiveCost });
    await send(sourceId, billOf(charges), { deliveredAt: at(35) });
  }
  const { items } = await groupCosts(database(), { by: 'billingPeriod' });
  expect(items.map(({ value, cost }) => [value, cost])).toEqual([
    ['2026-09', '100'],
    ['2026-08', '70'],
  ]);
});

it('corrections that are added never move the data date, also where everything is added', async () => {
  const sourceId = await makeSource('focus', { handling: 'append' });
  await send(sourceId, billOf(month({}, 20)), { deliveredAt: at(35) });
  const late = billOf(daily(28, 1, { ...OCTOBER, ChargeClass: 'Correction', EffectiveCost: '-50' }));
  await send(sourceId, late, { deliveredAt: at(36) });
  await collect(sourceId, at(36));
  const { dataThrough, coverage } = await readSource(database(), sourceId, () => at(36));
  expect([dataThrough, coverage.whole]).toEqual(['2026-10-21T00:00:00.000Z', 1]);
  expect(await total()).toBe('150');
});

it('a cost that no charge has a list cost of is unknown, not 0', async () => {
  await send(await makeSource(), billOf(month({ ListCost: '' })), { deliveredAt: at(35) });
  expect((await totalCosts(database(), {})).items).toMatchObject([{ listCost: null, cost: '310' }]);
});

describe('a file that runs read again', () => {
  const read = (sourceId: string, text: string, day: number) =>
    send(sourceId, text, { deliveredAt: at(day), isScheduled: true });

  it('is no news while it is the same, though an upload replaced it or somebody undid it', async () => {
    const sourceId = await makeSource();
    const first = await read(sourceId, billOf(month()), 35);
    await send(sourceId, billOf(month({ EffectiveCost: '11' })), {
      deliveredAt: at(36),
      fileName: 'by hand.csv',
    });
    for (const day of [37, 38]) expect((await read(sourceId, billOf(month()), day)).state).toBe('unchanged');
    expect(await total()).toBe('341');
    await withdrawImport({ actor, importId: first.importId, clock: () => at(39) });
    expect((await read(sourceId, billOf(month()), 40)).state).toBe('unchanged');
    expect(await total()).toBe('341');
    expect((await read(sourceId, billOf(month({ EffectiveCost: '12' })), 41)).state).toBe('done');
    expect(await total()).toBe('372');
  });
});

it('an answer is given to a delivery of the import that is named', async () => {
  const sourceId = await makeSource();
  const first = await send(sourceId, billOf(month()), { deliveredAt: at(35) });
  const { waiting } = await send(sourceId, billOf(month({}, 2)), { deliveredAt: at(36) });
  const deliveryId = waiting[0]?.deliveryId ?? '';
  const asked = { actor, deliveryId, answer: 'append' } as const;
  await expect(answerDelivery({ ...asked, importId: first.importId })).rejects.toMatchObject({
    code: 'not_found',
  });
  await answerDelivery({ ...asked, importId: waiting[0]?.importId });
  expect(await total()).toBe('330');
});

it.each(['Amazon Web Services, Inc', 'AMAZON WEB SERVICES, INC.', ' Amazon Web Services, Inc. '])(
  'an issuer written as “%s” is no other issuer',
  async (name) => {
    const sourceId = await makeSource();
    const issuer = (name: string) =>
      billOf(month())
        .trimEnd()
        .split('\n')
        .map((line, at) => `${line},${at === 0 ? 'InvoiceIssuerName' : `"${name}"`}\n`)
        .join('');
    await send(sourceId, issuer('Amazon Web Services, Inc.'), { deliveredAt: at(35) });
    expect((await send(sourceId, issuer(name), { deliveredAt: at(36) })).waiting).toEqual([]);
  },
);
