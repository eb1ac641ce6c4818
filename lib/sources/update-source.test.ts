import { expect, it } from 'vitest';
import { database, pool } from '@/lib/core/db';
import { updateSource } from './commands';
import { answerDelivery } from './deliveries.commands';
import { readImport } from './imports-view.data';
import { actor, billOf, type Charge, daily, dayOf, makeSource, send } from './testing';
import { readSource } from './views.data';

const at = (day: number) => new Date(dayOf(day));
const month = (payer: string, charge: Charge = {}) => daily(1, 31, { BillingAccountId: payer, ...charge });
const correction = (payer: string) =>
  billOf(daily(12, 1, { BillingAccountId: payer, ChargeClass: 'Correction', EffectiveCost: '-8' }));
const standingsOf = async (importId: string) =>
  (await readImport(database(), importId)).deliveries.map(({ standing }) => standing);

it('what is given is changed and told in the audit log, and null takes a setting away', async () => {
  const sourceId = await makeSource('focus', { handling: 'append', expectedAccounts: ['1'] });
  await updateSource({ actor, sourceId, name: 'Renamed bill', config: { handling: null, maxBadShare: 0.5 } });
  expect(await readSource(database(), sourceId)).toMatchObject({
    name: 'Renamed bill',
    enabled: true,
    config: { handling: null, maxBadShare: 0.5, expectedAccounts: 1 },
  });
  await updateSource({ actor, sourceId, enabled: false });
  expect(await readSource(database(), sourceId)).toMatchObject({ name: 'Renamed bill', enabled: false });
  const { rows } = await pool().query(
    `SELECT before->>'name' AS before, after->>'name' AS after FROM audit_events
     WHERE action = 'source.changed' AND subject_id = $1 ORDER BY id LIMIT 1`,
    [sourceId],
  );
  expect(rows).toEqual([{ before: expect.stringMatching(/^focus/), after: 'Renamed bill' }]);
});

it('a taken name, a setting of another kind and a source that is not there are refused', async () => {
  const [sourceId, inventoryId] = [await makeSource(), await makeSource('inventory')];
  const { name } = await readSource(database(), inventoryId);
  await expect(updateSource({ actor, sourceId, name })).rejects.toMatchObject({ code: 'conflict' });
  await expect(
    updateSource({ actor, sourceId: inventoryId, config: { handling: 'append' } }),
  ).rejects.toMatchObject({ code: 'invalid_input' });
  const nobody = '00000000-0000-4000-8000-000000000000';
  await expect(updateSource({ actor, sourceId: nobody, enabled: false })).rejects.toMatchObject({
    code: 'not_found',
  });
});

it.each([
  ['overwrite', 'base'],
  ['append', 'appended'],
] as const)(
  'a handling of %s answers what waits and has the source read again',
  async (handling, standing) => {
    const [sourceId, payer] = [await makeSource(), `set-${handling}`];
    await send(sourceId, billOf(month(payer)), { deliveredAt: at(35) });
    const { importId } = await send(sourceId, correction(payer), { deliveredAt: at(36) });
    const changed: string[] = [];
    const onAnswered = async (_: unknown, { sourceId: id }: { sourceId: string }) => void changed.push(id);
    expect(await updateSource({ actor, sourceId, name: `of ${payer}`, onAnswered })).toEqual({ answered: 0 });
    expect(await updateSource({ actor, sourceId, config: { handling: 'ask' }, onAnswered })).toEqual({
      answered: 0,
    });
    expect(await standingsOf(importId)).toEqual(['waiting']);
    expect(await updateSource({ actor, sourceId, config: { handling }, onAnswered })).toEqual({
      answered: 1,
    });
    expect(await standingsOf(importId)).toEqual([standing]);
    expect(changed).toEqual([sourceId]);
    const [delivery] = (await readImport(database(), importId)).deliveries;
    expect(delivery).toMatchObject({ answeredBy: actor.name, note: 'by the setting of the source' });
  },
);

it.each([
  ['append', 'appended', 'base'],
  ['overwrite_now', 'base', 'superseded'],
  ['discard', 'discarded', 'base'],
] as const)('one that is older than what counts, answered with %s, is %s', async (answer, own, other) => {
  const [sourceId, payer] = [await makeSource(), `older-${answer}`];
  const newer = await send(sourceId, billOf(month(payer)), { deliveredAt: at(36) });
  const older = await send(sourceId, billOf(month(payer, { EffectiveCost: '3' })), { deliveredAt: at(35) });
  expect(older.waiting).toMatchObject([{ question: { kind: 'older' } }]);
  const deliveryId = older.waiting[0]?.deliveryId ?? '';
  await answerDelivery({ actor, deliveryId, answer, clock: () => at(40) });
  expect(await standingsOf(older.importId)).toEqual([own]);
  expect(await standingsOf(newer.importId)).toEqual([other]);
});

it('a part that another delivery had too is no repetition: its delivery would lack it', async () => {
  const sourceId = await makeSource();
  const [first, second] = [billOf(month('parts-a')), billOf(month('parts-b'))];
  const sendPart = (delivery: string, part: number, content: string, day: number) =>
    send(sourceId, content, { delivery, part, parts: 2, deliveredAt: at(day), handling: 'ask' });
  const one = await sendPart('Monday', 1, first, 35);
  expect(await readImport(database(), one.importId)).toMatchObject({ partsHere: 1, partsMissing: [2] });
  await sendPart('Monday', 2, second, 35);
  expect(await readImport(database(), one.importId)).toMatchObject({ partsHere: 2, partsMissing: [] });
  expect((await sendPart('Monday', 2, second, 35)).state).toBe('unchanged');
  const again = await sendPart('Tuesday', 1, first, 36);
  expect(again.state).toBe('done');
  expect(await standingsOf(again.importId)).toEqual(['incomplete']);
  await sendPart('Tuesday', 2, billOf(month('parts-b', { EffectiveCost: '2' })), 36);
  expect(await standingsOf(again.importId)).toEqual(['base']);
  expect(await standingsOf(one.importId)).toEqual(['superseded']);
});
