import { afterAll, beforeAll, expect, it } from 'vitest';
import { database, pool } from '@/lib/core/db';
import { drainSender } from './drain';
import { closeLibraries } from './library';
import { scanDriftJob } from './scan.job';
import * as make from './testing';

beforeAll(() => {
  process.env.OUTBOUND_ALLOW = '127.0.0.1,localhost';
});
afterAll(closeLibraries);

const NOON = new Date('2026-11-20T12:00:00Z'); // a Friday

async function scanEdited(more: string): Promise<make.World> {
  const world = await make.makeWorld({ rows: 3, more });
  await drainSender(world.senderId);
  await pool().query(`UPDATE ${world.table} SET cost = 1 WHERE fragrance_id = 2`);
  await pool().query(`DELETE FROM ${world.table} WHERE fragrance_id = 3`);
  await scanDriftJob.run({
    runId: '00000000-0000-4000-8000-000000000000',
    jobName: 'scan',
    attempt: 1,
    input: { definitionId: world.definitionId },
    outputs: {},
    states: {},
    clock: () => NOON,
    signal: new AbortController().signal,
    progress: async () => {},
    log: async () => {},
  });
  return world;
}

const repairsOf = ({ definitionId }: make.World) =>
  database().repair.findMany({ where: { definitionId }, orderBy: { key: 'asc' } });

it('what others changed is put back where the definition says so, and the history says by whom', async () => {
  const world = await scanEdited('auto_heal: true');
  expect(await make.libraryRow(world, 2)).toMatchObject({ cost: '20' });
  expect(await make.libraryRow(world, 3)).toMatchObject({ name: 'Fragrance 3' });
  expect((await repairsOf(world)).map(({ key, state, askedBy }) => [key, state, askedBy])).toEqual([
    ['2', 'done', 'auto-heal'],
    ['3', 'done', 'auto-heal'],
  ]);
});

it.each([
  ['it is switched off', 'auto_heal: false'],
  ['no window is open', 'auto_heal: true\nwindows: ["Mon-Fri 20:00-22:00 UTC"]'],
])('nothing is put back while %s', async (_, more) => {
  const world = await scanEdited(more);
  expect(await make.libraryRow(world, 2)).toMatchObject({ cost: '1' });
  expect(await repairsOf(world)).toEqual([]);
});
