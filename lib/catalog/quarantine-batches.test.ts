import { afterAll, beforeAll, expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { type Actor, systemActor } from '@/lib/people/schema';
import { drainSender } from './drain';
import { closeLibraries } from './library';
import { rejectHeld } from './quarantine.commands';
import { previewSettling } from './quarantine.data';
import { settleAll } from './quarantine-batches.commands';
import { settleQuarantineJob } from './quarantine-batches.job';
import * as make from './testing';

const actor: Actor = { ...systemActor('Ana'), kind: 'user', id: '1' };
const note = 'asked the product team';

beforeAll(async () => {
  process.env.OUTBOUND_ALLOW = '127.0.0.1,localhost';
  await make.publishQuality(`
ruleset: costs
domain: quality
rules:
  - { name: negative, condition: "'cost' in changed and cost < 0", quarantine: { fields: [cost], reason: "Below zero" } }
  - { name: shouted, condition: "'name' in changed and name == upper(name)", quarantine: { fields: [name], reason: "Shouted" } }
`);
});
afterAll(closeLibraries);

const { change } = make;

/** So many costs and one name that are held. */
async function held(count: number): Promise<make.World> {
  const world = await make.makeWorld({ rows: count, quality: 'costs' });
  const costs = Array.from({ length: count }, (_, n) => change(n + 1, { cost: -n - 1 }));
  await make.deliver(world, [...costs, change(1, { name: 'LOUD' })]);
  await drainSender(world.senderId);
  return world;
}

type Progress = { done: number; total?: number };

async function work(batchId: string, signal = new AbortController().signal) {
  const seen: Progress[] = [];
  const context = { runId: '', jobName: '', attempt: 1, outputs: {}, states: {}, log: async () => {} };
  const clock = () => new Date();
  const progress = async (one: Progress) => void seen.push(one);
  const result = await settleQuarantineJob.run({ ...context, input: { batchId }, clock, signal, progress });
  return { ...result, seen };
}

const statesOf = async (world: make.World) => (await make.holdsOf(world)).map(({ state }) => state);

it('all of a filter are released by a run, over any number of pages; the rest stays held', async () => {
  const world = await held(230);
  const filter = { definitionId: world.definitionId, rule: 'negative' };
  const preview = await previewSettling(database(), { filter });
  expect(preview).toMatchObject({ changes: 230, records: 230, byRule: [{ rule: 'negative', count: 230 }] });
  expect(preview.sample).toHaveLength(5);
  const started = await settleAll({ actor, deed: 'release', note, filter });
  expect(started.changes).toBe(230);
  expect(await database().run.findUniqueOrThrow({ where: { id: started.runId } })).toMatchObject({
    graph: 'settle-quarantine',
    input: { batchId: started.batchId },
  });
  const { output, warnings, seen } = await work(started.batchId);
  expect({ output, warnings }).toEqual({ output: { settled: 230, skipped: 0 }, warnings: [] });
  expect(seen.map(({ done }) => done)).toEqual([100, 200, 230]);
  const states = await statesOf(world);
  expect(states.filter((state) => state === 'released')).toHaveLength(230);
  expect(states.filter((state) => state === 'held')).toHaveLength(1);
  await drainSender(world.senderId);
  expect(await make.libraryRow(world, 230)).toMatchObject({ cost: '-230' });
  const events = await database().auditEvent.count({
    where: { action: 'quarantine.released', actorName: 'Ana' },
  });
  expect(events).toBe(230);
});

it('a run that is cancelled leaves the rest held, and taken up again it settles only that', async () => {
  const world = await held(150);
  const filter = { definitionId: world.definitionId };
  const { batchId } = await settleAll({ actor, deed: 'reject', note, filter });
  const cancelled = new AbortController();
  const context = { runId: '', jobName: '', attempt: 1, outputs: {}, states: {}, log: async () => {} };
  const stopped = settleQuarantineJob.run({
    ...context,
    input: { batchId },
    clock: () => new Date(),
    signal: cancelled.signal,
    progress: async () => cancelled.abort(new Error('cancelled')),
  });
  await expect(stopped).rejects.toThrow('cancelled');
  expect((await statesOf(world)).filter((state) => state === 'held')).toHaveLength(51);
  expect((await work(batchId)).output).toEqual({ settled: 151, skipped: 0 });
  expect(new Set(await statesOf(world))).toEqual(new Set(['rejected']));
});

it('what somebody settled meanwhile, or what its column cannot hold, is left as it is and told', async () => {
  const world = await held(2);
  await make.deliver(world, [change(2, { name: 'x'.repeat(200) })]);
  await drainSender(world.senderId);
  const [first] = await make.holdsOf(world);
  const filter = { definitionId: world.definitionId };
  const { batchId, changes } = await settleAll({ actor, deed: 'release', note, filter });
  expect(changes).toBe(4);
  await rejectHeld({ actor, id: String(first?.id), note });
  const { output, warnings } = await work(batchId);
  expect(output).toEqual({ settled: 2, skipped: 2 });
  expect(warnings?.toSorted()).toEqual([
    '1 left as they were: each holds a value that its column cannot take',
    '1 left as they were: each was settled already',
  ]);
});

it('of what nothing is held, nothing is started', async () => {
  const world = await held(1);
  const filter = { definitionId: world.definitionId, rule: 'no-such-rule' };
  await expect(settleAll({ actor, deed: 'reject', note: 'of nothing', filter })).rejects.toMatchObject({
    code: 'conflict',
  });
  expect(await database().quarantineBatch.count({ where: { note: 'of nothing' } })).toBe(0);
});
