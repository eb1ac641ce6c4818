import { afterAll, beforeAll, expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { type DrainLoop, startDrainLoop } from './drain-loop';
import * as make from './testing';

let loops: DrainLoop[] = [];
beforeAll(() => {
  process.env.OUTBOUND_ALLOW = '127.0.0.1,localhost';
  loops = [startDrainLoop(), startDrainLoop()];
});
afterAll(() => Promise.all(loops.map((loop) => loop.stop())));

it('two workers side by side work on what comes, each key in its order', async () => {
  const world = await make.makeWorld({ rows: 10 });
  const bodies = Array.from({ length: 200 }, (_, n) => make.change(1 + (n % 10), { cost: n }));
  await make.deliver(world, bodies);
  const where = { senderId: world.senderId, state: 'pending' } as const;
  await expect.poll(() => database().delivery.count({ where })).toBe(0);
  expect(await make.libraryRow(world, 1)).toMatchObject({ cost: '190' });
  expect(await make.libraryRow(world, 10)).toMatchObject({ cost: '199' });
});
