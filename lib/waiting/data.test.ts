import { expect, it } from 'vitest';
import { deliver, makeWorld } from '@/lib/catalog/testing';
import { database } from '@/lib/core/db';
import { readWaiting } from './data';

it('counts what people have to decide in the catalogue: conflicts, held changes, dead letters', async () => {
  const { definitionId, senderId } = await makeWorld();
  const [id = ''] = await deliver({ senderId }, [
    { key: 1, body: { fragrance_id: 1 } },
    { key: 2, body: { fragrance_id: 2 } },
  ]);
  const settledAt = new Date();
  await database().delivery.update({
    where: { id: BigInt(id) },
    data: { state: 'dead', reason: 'refused', settledAt },
  });
  const drift = { definitionId, fields: [], since: settledAt, scanId: 1 };
  await database().driftRecord.createMany({
    data: [
      { ...drift, key: '1', state: 'conflict' },
      { ...drift, key: '2', state: 'conflict', isIgnored: true },
      { ...drift, key: '3', state: 'library_changed' },
    ],
  });
  const held = { definitionId, deliveryId: 1n, isWhole: false, fields: [], reasons: [], heldAt: settledAt };
  await database().quarantinedChange.createMany({
    data: [
      { ...held, key: '1' },
      { ...held, key: '2', state: 'rejected', settledAt },
    ],
  });
  expect(await readWaiting(database())).toMatchObject({ conflicts: 1, held: 1, deadLetters: 1 });
});
