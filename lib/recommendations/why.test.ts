import { beforeAll, describe, expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { systemActor } from '@/lib/people/schema';
import { saveAccountOwner } from '@/lib/tickets/routes.commands';
import { askDraftWhy, askWhy, readRecommendationWhy } from './ask-why';
import { sampleDraft } from './sample';
import * as make from './testing';
import { findResources } from './why.data';
import { sampleAnswer, whyAnswer } from './why.schema';

const RULES = `
ruleset: idle
title: Idle things
domain: finops
rules:
  - name: delete-idle
    condition: "requests == 0 and bill_ok and cash_cost >= 10 and tag('keep') != 'yes'"
    recommend: { action: delete, savings: cash_cost, reason: "idle" }
`;
const NOW = make.hour(30);
const ids: Record<string, string> = {};
const snapshots: Record<string, string> = {};

async function tell(snapshotId: string, id: string, facts: Record<string, unknown>, money = {}) {
  await database().$executeRaw`
    INSERT INTO resource_facts (snapshot_id, resource_id, facts, money, currency)
    VALUES (${BigInt(snapshotId)}, ${BigInt(id)}, ${JSON.stringify(facts)}::jsonb, ${JSON.stringify(money)}::jsonb, 'USD')`;
}

/** Three resources on a bill and in an inventory; one that only an older reading knew. */
beforeAll(async () => {
  await make.publishRules(RULES);
  await saveAccountOwner({ actor: systemActor('test'), provider: 'aws', account: '1', owner: 'Ada' });
  const bill = await make.makeSource('focus', 'AWS bill');
  const inventory = await make.makeSource('inventory', 'Machines');
  snapshots.old = await make.makeSnapshot({ sourceId: inventory, through: make.hour(1) });
  snapshots.bill = await make.makeSnapshot({ sourceId: bill, through: make.hour(6) });
  snapshots.inventory = await make.makeSnapshot({ sourceId: inventory, through: make.hour(24) });
  for (const name of ['Idle-1', 'busy-1', 'bare-1', 'gone-1']) ids[name] = await make.makeResource(name);
  const { 'Idle-1': idle = '', 'busy-1': busy = '', 'bare-1': bare = '', 'gone-1': gone = '' } = ids;
  const { bill: billed = '', inventory: seen = '', old = '' } = snapshots;
  for (const id of [idle, busy, bare])
    await tell(billed, id, { days_covered: 30, cash_cost: 40 }, { cash_cost: '40.00' });
  await tell(seen, idle, {
    kind: 'lb',
    requests: 0,
    tags: { keep: 'no' },
    observed_at: make.hour(20).toISOString(),
  });
  await tell(seen, busy, { kind: 'lb', requests: 9, tags: { keep: 'no' } });
  await tell(old, gone, { kind: 'lb', requests: 0 });
});

const ask = (resource: string) => askWhy({ slug: 'idle', resource }, NOW);

describe('why a resource matches, or why not', () => {
  it('is told with each fact, the reading it is from and how old that is', async () => {
    const answer = await ask('idle-1');
    expect(whyAnswer.parse(answer)).toEqual(answer);
    expect(answer).toMatchObject({
      ...{ slug: 'idle', title: 'Idle things', version: 1, readings: 2 },
      resource: { id: ids['Idle-1'], kind: 'lb', owner: 'Ada' },
    });
    const [why] = answer.rules;
    expect(why?.verdict).toBe(true);
    expect(
      why?.facts.map(({ name, value, source, sourceName, ageHours }) => [
        name,
        value,
        source,
        sourceName,
        ageHours,
      ]),
    ).toEqual([
      ['requests', 0, 'metrics', 'Machines', 10],
      ['bill_ok', true, 'bill', 'AWS bill', 24],
      ['cash_cost', 40, 'bill', 'AWS bill', 24],
      ["tag('keep')", 'no', 'inventory', 'Machines', 10],
    ]);
    expect(why?.flip?.sentence).toBe('Would no longer match if cash_cost were below 10 (it is 40).');
  });

  it('names the one thing in the way, what is unknown, and what would turn it', async () => {
    const [busy] = (await ask(ids['busy-1'] ?? '')).rules;
    expect(busy?.verdict).toBe(false);
    expect(busy?.nearMisses).toEqual([{ text: 'requests == 0', isOnly: true }]);
    expect(busy?.flip?.sentence).toBe('Would match if requests were 0 (it is 9).');
    const [bare] = (await ask('bare-1')).rules;
    expect(bare?.verdict).toBe('unknown');
    expect(bare?.unknown.map(({ what }) => what)).toEqual(['requests', "tag('keep')"]);
    expect(bare?.facts[0]).toMatchObject({ name: 'requests', source: 'missing', sourceName: null });
  });

  it('of a resource that is in no reading any more says that nothing tells of it', async () => {
    const answer = await ask('gone-1');
    expect(answer.readings).toBe(0);
    expect(answer.rules[0]?.facts[1]).toMatchObject({ name: 'bill_ok', value: false, source: 'default' });
  });

  it('can be asked of a text that is being written', async () => {
    const yaml = RULES.replace('requests == 0', 'requests < 10');
    const answer = await askDraftWhy({ slug: 'idle', yaml, resource: 'busy-1', rule: 'delete-idle' }, NOW);
    expect([answer.version, answer.rules.map(({ verdict }) => verdict)]).toEqual([null, [true]]);
  });

  it('refuses what it cannot answer', async () => {
    await expect(ask('nothing')).rejects.toMatchObject({ code: 'not_found' });
    await expect(askWhy({ slug: 'idle', resource: 'busy-1', version: 7 }, NOW)).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(askWhy({ slug: 'idle', resource: 'busy-1', rule: 'x' }, NOW)).rejects.toMatchObject({
      code: 'not_found',
    });
    const asked = { slug: 'idle', resource: 'busy-1' };
    await expect(askDraftWhy({ ...asked, yaml: 'rules: 5' }, NOW)).rejects.toMatchObject({
      code: 'invalid_input',
    });
    const quality = RULES.replace('finops', 'quality').replace(
      /recommend:.*/,
      'quarantine: { reason: x, fields: [name] }',
    );
    await expect(askDraftWhy({ ...asked, yaml: quality }, NOW)).rejects.toThrow('do not judge resources');
    const { provider, account } = { provider: 'aws', account: '2' };
    const twin = {
      provider,
      account,
      region: 'eu-west-1',
      nativeId: 'busy-1',
      firstSeenAt: NOW,
      lastSeenAt: NOW,
    };
    const { id } = await database().resource.create({ data: twin });
    await expect(ask('busy-1')).rejects.toMatchObject({ code: 'conflict' });
    await database().resource.delete({ where: { id } });
  });
});

it('resources are found by how their names begin, or by what is in them', async () => {
  const found = async (q: string) =>
    (await findResources(database(), { q, limit: 10 })).items.map(({ nativeId }) => nativeId);
  expect(await found('idle')).toEqual(['Idle-1']);
  expect(await found('usy')).toEqual(['busy-1']);
  expect(await found('b')).toEqual(['bare-1', 'busy-1']);
  expect(await found('%')).toEqual([]);
});

describe('a sample of real resources', () => {
  const sample = (yaml: string, limit = 100) => sampleDraft({ slug: 'idle', yaml, limit }, NOW);

  it('says of each what the text makes of it, what matches first', async () => {
    const answer = await sample(RULES);
    expect(sampleAnswer.parse(answer)).toEqual(answer);
    expect(answer.counts).toEqual({ match: 1, noMatch: 1, unknown: 1 });
    expect(answer.rules).toEqual([{ rule: 'delete-idle', match: 1, noMatch: 1, unknown: 1 }]);
    expect(answer.rows.map(({ nativeId, verdict }) => [nativeId, verdict])).toEqual([
      ['Idle-1', true],
      ['bare-1', 'unknown'],
      ['busy-1', false],
    ]);
    expect(answer.rows[0]).toMatchObject({
      kind: 'lb',
      recommends: [{ action: 'delete', savings: '40.00' }],
    });
  });

  it('is the same each time, and no larger than asked', async () => {
    const [one, other] = [await sample(RULES, 2), await sample(RULES, 2)];
    expect(one).toEqual(other);
    expect(one.rows).toHaveLength(2);
  });

  it('of rules that judge no resources is empty and says so', async () => {
    const yaml = RULES.replace('finops', 'quality').replace(
      /recommend:.*/,
      'quarantine: { reason: x, fields: [name] }',
    );
    expect(await sample(yaml)).toMatchObject({ rows: [], note: expect.stringContaining('quality') });
  });
});

describe('the reason of a ticket', () => {
  it('stays as it was when the ticket opened, while the present one goes on', async () => {
    const connectionId = await make.makeConnection();
    const { bill = '', inventory = '' } = snapshots;
    const known = make.known({
      id: ids['Idle-1'] ?? '',
      facts: { requests: 0, tags: { keep: 'no' } },
      sources: [{ sourceId: 'x', snapshotId: bill }],
    });
    await make.generate({ snapshotIds: [bill, inventory], resources: [known], clock: () => make.hour(26) });
    const lineage = await database().lineage.findFirstOrThrow({
      where: { resourceId: BigInt(ids['Idle-1'] ?? 0) },
    });
    const read = (now = NOW) => readRecommendationWhy(database(), String(lineage.id), now);
    expect((await read()).frozen).toBeNull();
    await make.openTicket(String(lineage.id), connectionId, make.hour(27));

    const { frozen } = await read();
    expect(frozen).toMatchObject({
      slug: 'idle',
      version: 1,
      at: make.hour(26).toISOString(),
      frozenAt: make.hour(27).toISOString(),
    });
    expect(frozen?.why.facts[0]).toMatchObject({
      name: 'requests',
      value: 0,
      source: 'metrics',
      ageHours: 6,
    });

    const { sourceId } = await database().snapshot.findUniqueOrThrow({ where: { id: BigInt(inventory) } });
    const later = await make.makeSnapshot({ sourceId, through: make.hour(40) });
    await tell(later, ids['Idle-1'] ?? '', { kind: 'lb', requests: 3, tags: { keep: 'no' } });
    await make.publishRules(RULES.replace('requests == 0', 'requests == 99'));
    const after = await read(make.hour(41));
    expect(after.frozen).toEqual(frozen);
    expect(after.present).toMatchObject({ version: 1, why: { verdict: false } });

    const sampled = await sampleDraft({ slug: 'idle', yaml: RULES, limit: 10 }, make.hour(41));
    expect(sampled.rows.filter(({ isFound }) => isFound).map(({ nativeId }) => nativeId)).toEqual(['Idle-1']);
  });

  it('is at least the tree that was found, where no reading tells of the resource any more', async () => {
    const id = await make.makeResource('unread-1');
    const facts = { requests: 0, tags: { keep: 'no' } };
    const { bill = '' } = snapshots;
    await make.generate({
      snapshotIds: [bill],
      resources: [make.known({ id, facts: { ...facts, requests: 99 } })],
      clock: () => make.hour(42),
    });
    const lineage = await database().lineage.findFirstOrThrow({ where: { resourceId: BigInt(id) } });
    await make.openTicket(String(lineage.id), await make.makeConnection(), make.hour(43));
    const { present, frozen } = await readRecommendationWhy(database(), String(lineage.id), make.hour(44));
    expect(present).toBeNull();
    expect(frozen).toMatchObject({ version: 2, why: { verdict: true, facts: [], flip: null } });
    expect(frozen?.why.tree?.children).toHaveLength(4);
  });

  it('is told of no recommendation that there is not', async () => {
    await expect(readRecommendationWhy(database(), '999', NOW)).rejects.toMatchObject({ code: 'not_found' });
  });
});
