import { beforeAll, describe, expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { evaluateGeneration } from './evaluate';
import { recordGeneration } from './record';
import * as make from './testing';

let inventory: string;
beforeAll(async () => {
  await make.publishRules(make.WANTS);
  inventory = await make.makeSource('inventory', 'Inventory');
});

describe('a generation', () => {
  it('is refused while another one is being made, and may begin once that run has ended', async () => {
    const snapshotId = await make.makeSnapshot({ sourceId: inventory, through: make.hour(1) });
    const clock = () => make.hour(2);
    const first = await make.makeRun();
    const evaluate = (runId: string) =>
      evaluateGeneration({ runId, snapshotIds: [snapshotId], clock, readResources: async function* () {} });
    await evaluate(first);
    const second = await make.makeRun();
    await expect(evaluate(second)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining(first),
    });
    await make.endRun(first);
    const evaluated = await evaluate(second);
    expect(evaluated).not.toBeNull();
    if (evaluated) await recordGeneration({ ...evaluated, told: { ...evaluated, unread: [] }, clock });
    const late = evaluate(first);
    await expect(late).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('start a new run'),
    });
  });

  it('is recorded once, however often its jobs run', async () => {
    const id = await make.makeResource('vm-once');
    const runId = await make.makeRun();
    const snapshotIds = [await make.makeSnapshot({ sourceId: inventory, through: make.hour(1) })];
    const clock = () => make.hour(2);
    const readResources = async function* () {
      yield [make.known({ id, facts: { wants_stop: true } })];
    };
    await evaluateGeneration({ runId, snapshotIds, clock, readResources });
    const again = await evaluateGeneration({ runId, snapshotIds, clock, readResources });
    if (!again) throw new Error('the generation is not recorded yet');
    const given = { ...again, told: { ...again, unread: [] }, clock };
    expect(await recordGeneration(given)).toMatchObject({ recommendations: 1, opened: 1 });
    expect(await recordGeneration(given)).toBeNull();
    expect(await evaluateGeneration({ runId, snapshotIds, clock, readResources })).toBeNull();
    expect(await database().recommendation.count({ where: { resourceId: BigInt(id) } })).toBe(1);
    expect(await database().candidate.count()).toBe(0);
    await make.endRun(runId);
  });

  it('is not recorded with fewer candidates than were found', async () => {
    const id = await make.makeResource('vm-lost');
    const runId = await make.makeRun();
    const snapshotIds = [await make.makeSnapshot({ sourceId: inventory, through: make.hour(1) })];
    const clock = () => make.hour(2);
    const readResources = async function* () {
      yield [make.known({ id, facts: { wants_stop: true } })];
    };
    const evaluated = await evaluateGeneration({ runId, snapshotIds, clock, readResources });
    await database().candidate.deleteMany();
    if (!evaluated) throw new Error('the generation is not recorded yet');
    const record = recordGeneration({ ...evaluated, told: { ...evaluated, unread: [] }, clock });
    await expect(record).rejects.toMatchObject({ code: 'conflict' });
    await make.endRun(runId);
  });
});
