import { expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import * as make from './testing';
import { nextWishes } from './wishes.data';

/** DESIGN.md, "Worked example, to be kept by every change". */
it('keeps the worked example: 1,1,1 · 2,2,2 · 3,3,3 · 4,1,1 · 5,5,4 · 6,6,5', async () => {
  await make.publishRules(make.WANTS);
  const connectionId = await make.makeConnection();
  await database().ticketRoute.create({ data: { connectionId, projectKey: 'FIN' } });
  const sourceId = await make.makeSource('inventory');
  const [vm1, vm2, vm3, vm4, vm5] = await Promise.all(['a', 'b', 'c', 'd', 'e'].map(make.makeResource)).then(
    (ids) => ids.sort((left, right) => Number(left) - Number(right)),
  );
  const vm = (id: string | undefined, action: string) =>
    make.known({ id: id ?? '', facts: { [`wants_${action}`]: true } });
  const distribute = async () => {
    for (const { lineageId } of await nextWishes(database(), connectionId, null, 100, make.hour(21))) {
      await make.openTicket(lineageId, connectionId);
    }
  };

  await make.generate({
    snapshotIds: [await make.makeSnapshot({ sourceId, through: make.hour(9) })],
    resources: [vm(vm1, 'resize'), vm(vm2, 'delete'), vm(vm3, 'delete')],
    clock: make.scripted(...[9, 10, 12, 15, 16].map(make.hour)),
  });
  await distribute();
  await make.generate({
    snapshotIds: [await make.makeSnapshot({ sourceId, through: make.hour(16.5) })],
    resources: [vm(vm1, 'resize'), vm(vm4, 'delete'), vm(vm5, 'resize')],
    clock: make.scripted(...[16.5, 17, 18, 19, 20].map(make.hour)),
  });
  await distribute();

  const map = await database().recommendationTicketMap.findMany({ orderBy: { recommendationId: 'asc' } });
  const rows = map.map((row) => [row.recommendationId, row.firstRecommendationId, row.ticketId].map(Number));
  expect(rows).toEqual([
    [1, 1, 1],
    [2, 2, 2],
    [3, 3, 3],
    [4, 1, 1],
    [5, 5, 4],
    [6, 6, 5],
  ]);
  const created = await database().recommendation.findMany({
    orderBy: { id: 'asc' },
    select: { createdAt: true },
  });
  expect(created.map(({ createdAt }) => createdAt)).toEqual([10, 12, 15, 17, 18, 19].map(make.hour));
  const generations = await database().generation.findMany({ orderBy: { id: 'asc' } });
  expect(generations.map((each) => each.lastSuccessfulRecommendationGenerated)).toEqual(
    [16, 20].map(make.hour),
  );
});
