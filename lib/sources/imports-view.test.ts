import { expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { listFaults, listImports, readImport } from './imports-view.data';
import { billOf, daily, dayOf, makeSource, send } from './testing';
import { faultPage, importDetail, importPage, listFaultsInput, listImportsInput } from './views.schema';

const reader = () => database();
const list = (input: object) => listImports(reader(), listImportsInput.parse(input));

it('imports are listed with the newest first, and each says what became of it', async () => {
  const sourceId = await makeSource('focus', { maxBadShare: 0.2 });
  const first = await send(sourceId, billOf([...daily(1, 9, {}), { BillingCurrency: 'dollars' }]));
  const again = await send(sourceId, billOf([...daily(1, 9, {}), { BillingCurrency: 'dollars' }]));
  await expect(send(sourceId, 'a,b\n1,2\n')).rejects.toMatchObject({ code: 'invalid_input' });
  const page = await list({ sourceId });
  expect(importPage.parse(page)).toEqual(page);
  expect(page.items.map(({ state, share, rowsRefused }) => [state, share, rowsRefused])).toEqual([
    ['refused', null, 0],
    ['unchanged', 1, 1],
    ['done', 1, 1],
  ]);
  expect(page.items[0]?.error).toContain('this is not a FOCUS bill');
  expect((await list({ sourceId, state: 'done' })).items.map(({ id }) => id)).toEqual([first.importId]);
  expect((await readImport(reader(), again.importId)).sameAs).toBe(first.importId);
});

it('while a file comes in, its share of the bytes is told when their number is known', async () => {
  const sourceId = await makeSource();
  const row = {
    sourceId,
    fileName: 'x',
    state: 'receiving',
    deliveredAt: new Date(),
    importedBy: 't',
  } as const;
  await database().import.create({ data: { ...row, bytes: 250n, expectedBytes: 1_000n } });
  await database().import.create({ data: { ...row, bytes: 250n } });
  expect((await list({ sourceId })).items.map(({ share }) => share)).toEqual([null, 0.25]);
});

it('refused rows come in the order of the file, page by page, with their column', async () => {
  const sourceId = await makeSource('focus', { maxBadShare: 1 });
  const bad = { EffectiveCost: 'much' };
  const { importId } = await send(sourceId, billOf([{}, bad, bad, { Tags: '[' }]));
  const first = await listFaults(reader(), listFaultsInput.parse({ id: importId, limit: 2 }));
  expect(faultPage.parse(first)).toEqual(first);
  const rest = await listFaults(
    reader(),
    listFaultsInput.parse({ id: importId, limit: 2, cursor: first.nextCursor }),
  );
  expect([...first.items, ...rest.items].map(({ line, column }) => [line, column])).toEqual([
    [3, 'EffectiveCost'],
    [4, 'EffectiveCost'],
    [5, 'Tags'],
  ]);
  expect(rest.nextCursor).toBeNull();
  const found = await listFaults(reader(), listFaultsInput.parse({ id: importId, q: 'tags' }));
  expect(found.items.map(({ line }) => line)).toEqual([5]);
  await expect(listFaults(reader(), listFaultsInput.parse({ id: '999999' }))).rejects.toMatchObject({
    code: 'not_found',
  });
});

it('an import says which of its billing periods count, and a newer delivery takes that away', async () => {
  const sourceId = await makeSource();
  const older = await send(sourceId, billOf(daily(1, 5, {})), { deliveredAt: new Date(dayOf(10)) });
  expect((await readImport(reader(), older.importId)).deliveries).toMatchObject([
    { billingAccount: 'payer', rows: 5, isCurrent: true, chargedThrough: dayOf(6) },
  ]);
  await send(sourceId, billOf(daily(1, 6, {})), { deliveredAt: new Date(dayOf(11)) });
  const detail = await readImport(reader(), older.importId);
  expect(importDetail.parse(detail)).toEqual(detail);
  expect(detail.deliveries.map(({ isCurrent }) => isCurrent)).toEqual([false]);
});

it('a delivery in two parts does not count until both are here', async () => {
  const sourceId = await makeSource();
  const part = (part: number) => ({ delivery: 'october', part, parts: 2 });
  const one = await send(sourceId, billOf(daily(1, 5, {})), part(1));
  const before = await readImport(reader(), one.importId);
  expect([before.partsHere, before.parts, before.deliveries[0]?.isCurrent]).toEqual([1, 2, false]);
  await send(sourceId, billOf(daily(5, 5, {})), part(2));
  const after = await readImport(reader(), one.importId);
  expect([after.partsHere, after.deliveries[0]?.isCurrent]).toEqual([2, true]);
});
