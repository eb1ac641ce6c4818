import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { systemActor } from '@/lib/people/schema';
import { purgeOfDeliveries } from './purge.data';
import { createSender } from './senders.commands';

it('what is settled and old goes; what waits for somebody stays', async () => {
  const sender = {
    actor: systemActor('test'),
    name: randomUUID(),
    baseUrl: 'https://cms.example',
    keyField: 'id',
  };
  const { connectionId: senderId } = await createSender(sender);
  const old = new Date('2025-01-01T00:00:00Z');
  const row = (
    seq: bigint,
    state: 'done' | 'dead' | 'pending' | 'skipped',
    settledAt: Date | null = old,
  ) => ({
    ...{ senderId, key: 'a', seq, state, settledAt, receivedAt: old },
    ...{ body: new Uint8Array(10), size: 10, sha256: 'x', headers: {}, reason: 'why' },
    outcome: state === 'done' ? ('applied' as const) : null,
  });
  const made = await database().delivery.createManyAndReturn({
    data: [
      row(1n, 'done'),
      row(2n, 'skipped'),
      row(3n, 'dead'),
      row(4n, 'pending', null),
      row(5n, 'done', new Date()),
      { ...row(6n, 'done'), outcome: 'held' as const },
    ],
  });
  const library = await database().connection.create({
    data: {
      kind: 'library',
      name: randomUUID(),
      baseUrl: 'postgresql://db/x',
      account: 'x',
      sealedSecret: '',
    },
  });
  const definition = await database().syncDefinition.create({
    data: { slug: 'a', title: 'A', senderId, libraryId: library.id, version: 1 },
  });
  const held = { definitionId: definition.id, key: 'a', deliveryId: made.at(-1)?.id ?? 0n };
  await database().quarantinedChange.create({
    data: { ...held, isWhole: true, fields: [], reasons: [], heldAt: old },
  });

  const before = new Date('2026-01-01T00:00:00Z');
  expect(await purgeOfDeliveries.count(database(), before)).toEqual({ rows: 2, bytes: 820 });
  expect(await purgeOfDeliveries.purge(before)).toBe(2);
  expect(await purgeOfDeliveries.purge(before)).toBe(0);
  const left = await database().delivery.findMany({ where: { senderId }, orderBy: { seq: 'asc' } });
  expect(left.map(({ seq }) => seq)).toEqual([3n, 4n, 5n, 6n]);
});
