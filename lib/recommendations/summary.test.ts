import { beforeAll, expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { readReplay } from './backtest/moments.data';
import { readOverview } from './summary';
import * as make from './testing';
import { readLastFinding } from './why.data';

/** Eleven generations, an hour apart, each of readings 9, 10 and 11. */
let lineageId: string;
beforeAll(async () => {
  await make.publishRules(make.WANTS);
  const sourceId = await make.makeSource('focus');
  const snapshotIds: string[] = [];
  for (let count = 1; count <= 11; count += 1) {
    const through = make.hour(count);
    snapshotIds.push(await make.makeSnapshot({ sourceId, through, from: make.hour(-700) }));
  }
  const snapshotId = snapshotIds.at(-1) ?? '';
  const id = await make.makeResource('alpha');
  const resource = make.known({ id, facts: { wants_delete: true }, sources: [{ sourceId, snapshotId }] });
  for (let count = 1; count <= 11; count += 1) {
    await make.generate({
      resources: [resource],
      snapshotIds: snapshotIds.slice(8),
      clock: () => make.hour(20 + count),
    });
  }
  lineageId = String((await database().lineage.findFirstOrThrow()).id);
});

it('the overview is that of the newest generation, also when it is the tenth or a later one', async () => {
  expect(await readOverview(database(), make.hour(40))).toMatchObject({
    lastGenerationId: '11',
    lastGenerationAt: make.hour(31).toISOString(),
  });
});

it('what a generation was made of is told in the order of the readings', async () => {
  expect((await readLastFinding(database(), lineageId))?.snapshotIds).toEqual(['9', '10', '11']);
  expect((await readReplay(database(), 1)).moments).toMatchObject([
    { generationId: '11', snapshotIds: ['9', '10', '11'] },
  ]);
});
