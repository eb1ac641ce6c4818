import { beforeAll, describe, expect, it } from 'vitest';
import { database, pool, transaction } from '@/lib/core/db';
import { systemActor } from '@/lib/people/schema';
import { joinResources } from '@/lib/sources/resources.data';
import { Prisma } from '@/prisma/generated/client';
import { dismissLineage } from '../commands';
import { settleStanding } from '../standing';
import * as make from '../testing';
import { nextWishes } from '../wishes.data';
import { closeDuplicates, joinPair, previewJoin, undoJoin } from './commands';
import { listDoubles } from './doubles.data';
import { listJoins } from './joins.data';

const actor = systemActor('test');
const TABLES = [
  'resources',
  'resource_aliases',
  'lineages',
  'exemptions',
  'recommendation_ticket_map',
  'lineage_deeds',
  'effects',
];
const LIST = { limit: 200 };

let source: string;
let connection: string;
beforeAll(async () => {
  await make.publishRules(make.WANTS);
  source = await make.makeSource('focus');
  connection = await make.makeConnection();
  await database().ticketRoute.create({ data: { connectionId: connection, projectKey: 'FIN' } });
});

let hours = 0;

/** Both found for deleting by one generation; `kept` first. */
async function makePair(
  name: string,
  wants: [object, object] = [{ wants_delete: true }, { wants_delete: true }],
) {
  const ids = [await make.makeResource(`${name}-kept`), await make.makeResource(`${name}-joined`)] as const;
  await find(ids[0], wants[0]);
  await find(ids[1], wants[1]);
  const lineages = await database().lineage.findMany({
    where: { resourceId: { in: ids.map(BigInt) } },
    orderBy: { id: 'asc' },
  });
  return { keptId: ids[0], joinedId: ids[1], lineages: lineages.map(({ id }) => String(id)) };
}

async function find(id: string, facts: object): Promise<void> {
  hours += 1;
  const snapshotId = await make.makeSnapshot({ sourceId: source, through: make.hour(hours) });
  const at = make.hour(hours);
  const resources = [make.known({ id, facts: { ...facts }, sources: [{ sourceId: source, snapshotId }] })];
  await make.generate({ resources, snapshotIds: [snapshotId], clock: () => at });
}

/** The tables that a join writes, row by row. */
async function dump(): Promise<Record<string, unknown[]>> {
  const tables: Record<string, unknown[]> = {};
  for (const table of TABLES) {
    const { rows } = await pool().query(`SELECT to_jsonb(t) AS row FROM ${table} t ORDER BY 1`);
    tables[table] = rows.map(({ row }) => row);
  }
  return tables;
}

const lineageOf = (id: string | undefined) =>
  database().lineage.findUniqueOrThrow({ where: { id: BigInt(id ?? 0) } });

it('a join and its undoing leave every table as it was', async () => {
  const pair = await makePair('round', [
    { wants_delete: true, wants_upgrade: true },
    { wants_delete: true, wants_stop: true },
  ]);
  const ticketId = await make.openTicket(pair.lineages.at(-1) ?? '', connection);
  await database().exemption.create({
    data: {
      resourceId: BigInt(pair.joinedId),
      until: new Date('2099-01-01'),
      reason: 'kept',
      createdAt: new Date(),
      createdBy: 'test',
    },
  });
  await transaction((tx) =>
    joinResources(
      tx,
      Prisma.sql`SELECT r.key, r.provider, r.account, r.region, r.native_id, NULL::text AS short_id, NULL::uuid AS short_key,
        NULL::text AS name, now() AS charged_from, now() AS charged_through FROM resources r WHERE id = ${BigInt(pair.joinedId)}`,
    ),
  );
  await transaction((tx) => settleStanding(tx, new Date()));
  const before = await dump();
  const { id } = await joinPair({ actor, ...pair });
  expect(await joinPair({ actor, ...pair })).toEqual({ id });
  expect(await dump()).not.toEqual(before);
  const keys = await database().$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM resource_keys WHERE resource_id = ${BigInt(pair.keptId)}`;
  expect(keys[0]?.count).toBe(2);
  expect(await database().exemption.count({ where: { resourceId: BigInt(pair.keptId) } })).toBe(1);
  expect(
    await database().lineage.count({
      where: { ticketId: BigInt(ticketId), resourceId: BigInt(pair.keptId) },
    }),
  ).toBe(1);
  await undoJoin({ actor, id });
  await undoJoin({ actor, id });
  expect(await dump()).toEqual(before);
  const again = await joinPair({ actor, ...pair });
  expect(again.id).not.toBe(id);
});

it('the older recommendation keeps its id and takes the ticket over, with all that was mapped', async () => {
  const { keptId, joinedId, lineages } = await makePair('ticket');
  const [older, newer] = lineages;
  const ticketId = await make.openTicket(newer ?? '', connection);
  const preview = await previewJoin(database(), { keptId, joinedId });
  expect(preview).toMatchObject({
    reason: 'person',
    problem: null,
    actions: [
      {
        action: 'delete',
        standing: 'ticket',
        duplicate: null,
        stays: { lineageId: older },
        ends: { lineageId: newer },
      },
    ],
  });
  await joinPair({ actor, keptId, joinedId });
  expect(await lineageOf(older)).toMatchObject({ status: 'open', ticketId: BigInt(ticketId) });
  expect(await lineageOf(newer)).toMatchObject({ status: 'resolved', ticketId: null });
  const mapped = await database().recommendationTicketMap.findMany({ where: { ticketId: BigInt(ticketId) } });
  expect(mapped.map(({ firstRecommendationId }) => String(firstRecommendationId)).sort()).toEqual(
    lineages.toSorted(),
  );
});

it('a dismissal stays before none, whichever side has it', async () => {
  const { keptId, joinedId, lineages } = await makePair('dismissed');
  await dismissLineage({ actor, id: lineages[1] ?? '', reason: 'wanted' });
  await joinPair({ actor, keptId, joinedId });
  expect(await lineageOf(lineages[0])).toMatchObject({ status: 'dismissed', dismissedReason: 'wanted' });
});

describe('two issues for one thing', () => {
  it('the other is closed only after a person has said so, and then the join stays', async () => {
    const { keptId, joinedId, lineages } = await makePair('issues');
    await make.openTicket(lineages[0] ?? '', connection);
    await make.openTicket(lineages[1] ?? '', connection);
    const { id } = await joinPair({ actor, keptId, joinedId });
    const closing = async () =>
      (await nextWishes(database(), connection, null, 1_000)).filter(({ deed }) => deed === 'close');
    expect(await closing()).toEqual([]);
    expect((await listJoins(database(), LIST)).items[0]?.duplicates).toMatchObject([{ state: 'waiting' }]);
    expect(await closeDuplicates({ actor, id })).toEqual({ closing: 1 });
    expect(await closeDuplicates({ actor, id })).toEqual({ closing: 0 });
    const [wish] = await closing();
    expect(wish).toMatchObject({
      lineageId: lineages[1],
      content: { reason: expect.stringMatching(/^Closed as a duplicate: .* FIN-/) },
    });
    await database().$executeRaw`
      INSERT INTO effects (key, kind, subject, connection_id, payload, frozen, state, result)
      VALUES (${`ticket.close:${wish?.lineageId}:${wish?.sequence}`}, 'ticket.close', ${`lineage:${wish?.lineageId}`},
        ${connection}::uuid, '{}', true, 'confirmed', '{}')`;
    await expect(undoJoin({ actor, id })).rejects.toThrow(/was closed as a duplicate/);
  });

  it('a confirmation that was not acted on is taken back with the join', async () => {
    const { keptId, joinedId, lineages } = await makePair('unsent');
    await make.openTicket(lineages[0] ?? '', connection);
    await make.openTicket(lineages[1] ?? '', connection);
    const before = await dump();
    const { id } = await joinPair({ actor, keptId, joinedId });
    await closeDuplicates({ actor, id });
    await undoJoin({ actor, id });
    expect(await dump()).toEqual(before);
  });
});

describe('what came later', () => {
  it('a recommendation that has changed since is not set back', async () => {
    const { keptId, joinedId, lineages } = await makePair('changed');
    const { id } = await joinPair({ actor, keptId, joinedId });
    await dismissLineage({ actor, id: lineages[0] ?? '', reason: 'later' });
    await expect(undoJoin({ actor, id })).rejects.toThrow(/has changed since/);
  });

  it('a later join that includes it is undone first', async () => {
    const first = await makePair('chain');
    const { id } = await joinPair({ actor, ...first });
    const third = await make.makeResource('chain-third');
    const later = await joinPair({ actor, keptId: third, joinedId: first.keptId });
    await expect(undoJoin({ actor, id })).rejects.toThrow(`join ${later.id} was made later`);
    await undoJoin({ actor, id: later.id });
    await undoJoin({ actor, id });
  });

  it('the resource that was joined is not judged any more, and its recommendation goes on at the other', async () => {
    const { keptId, joinedId, lineages } = await makePair('again');
    const { id } = await joinPair({ actor, keptId, joinedId });
    await find(keptId, { wants_delete: true });
    expect(
      await database().lineage.count({ where: { resourceId: BigInt(keptId), status: { not: 'resolved' } } }),
    ).toBe(1);
    await undoJoin({ actor, id });
    expect(await lineageOf(lineages[1])).toMatchObject({ status: 'open', resourceId: BigInt(joinedId) });
  });
});

it('is refused while an analysis run judges, with itself, and for what is not there', async () => {
  const { keptId, joinedId } = await makePair('refused');
  await database()
    .$executeRaw`INSERT INTO recommendations_generated (started_at, state) VALUES (now(), 'collecting')`;
  await expect(joinPair({ actor, keptId, joinedId })).rejects.toThrow('An analysis run is under way');
  await database()
    .$executeRaw`UPDATE recommendations_generated SET state = 'failed' WHERE state = 'collecting'`;
  await expect(joinPair({ actor, keptId, joinedId: keptId })).rejects.toThrow('with itself');
  await expect(joinPair({ actor, keptId, joinedId: '999999' })).rejects.toThrow('no resource 999999');
});

it('suggests what is one, with the reason', async () => {
  const make = (account: string, region: string, nativeId: string) =>
    database().resource.create({
      data: { provider: 'gcp', account, region, nativeId, firstSeenAt: new Date(), lastSeenAt: new Date() },
    });
  const pairs = {
    regionless: [await make('p', 'us-central1', 's-1'), await make('p', 'global', 's-1')],
    zeros: [await make('12', 'eu', 's-2'), await make('0012', 'eu', 's-2')],
    place: [await make('p', 'us-central1', 's-3'), await make('p', 'us-central1-a', 's-3')],
    region: [await make('p', 'eu', 's-4'), await make('p', 'us', 's-4')],
  } as const;
  await make('p', 'eu', 's-5');
  await make('p', 'us', 's-5');
  await make('p', 'global', 's-5'); // of two regions none is the only one
  await database().resourceDouble.create({
    data: { resourceId: pairs.region[1].id, sameAs: pairs.region[0].id, reason: 'region' },
  });
  const { items } = await listDoubles(database(), { ...LIST, q: 's-' });
  const found = items.map(({ kept, joined, reason }) => [reason, kept.id, joined.id]);
  expect(found.toSorted()).toEqual(
    Object.entries(pairs)
      .map(([reason, [kept, joined]]) => [reason, String(kept.id), String(joined.id)])
      .toSorted(),
  );
  const { id } = await joinPair({
    actor,
    keptId: String(pairs.zeros[0].id),
    joinedId: String(pairs.zeros[1].id),
  });
  expect(
    (await listJoins(database(), { ...LIST, state: 'joined' })).items.find((one) => one.id === id)?.reason,
  ).toBe('zeros');
  expect((await listDoubles(database(), { ...LIST, q: 's-2' })).items).toEqual([]);
});
