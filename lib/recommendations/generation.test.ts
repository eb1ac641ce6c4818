import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { database, transaction } from '@/lib/core/db';
import { systemActor } from '@/lib/people/schema';
import type { TicketChange } from '@/lib/tickets/schema';
import { applyTicketChange, dismissLineage, openAnotherTicket, reopenLineage } from './commands';
import { evaluateGeneration } from './evaluate';
import { recordGeneration } from './record';
import * as make from './testing';

const ACTOR = systemActor('test');
const DAY = 24;
let bill: string;
let inventory: string;
let connectionId: string;

beforeAll(async () => {
  bill = await make.makeSource('focus', 'AWS bill');
  inventory = await make.makeSource('inventory', 'Inventory');
  connectionId = await make.makeConnection();
});

// Each test starts from the same rules, whatever the one before it published.
beforeEach(() => make.publishRules(make.WANTS));

type Level = 'whole' | 'partial' | null;
type Week = { bill?: Level; inventory?: Level; charged?: { id: string; day: number } };

/** A week's readings: both sources whole unless said otherwise; null is a source that failed. */
async function week(number: number, given: Week = {}) {
  const through = make.hour(number * 7 * DAY);
  const { bill: billLevel = 'whole', inventory: inventoryLevel = 'whole', charged } = given;
  const from = make.hour((number * 7 - 30) * DAY);
  const billId = billLevel && (await make.makeSnapshot({ sourceId: bill, through, from, level: billLevel }));
  const inventoryId =
    inventoryLevel && (await make.makeSnapshot({ sourceId: inventory, through, level: inventoryLevel }));
  if (billId && charged) {
    await make.makeDelivery({
      sourceId: bill,
      snapshotId: billId,
      resourceId: charged.id,
      through: make.hour(charged.day * DAY),
    });
  }
  const at = make.hour(number * 7 * DAY + 1);
  const run = async (resources: { id: string; facts: Record<string, string | number | boolean> }[]) => {
    const sources = [
      ...(billId ? [{ sourceId: bill, snapshotId: billId }] : []),
      ...(inventoryId ? [{ sourceId: inventory, snapshotId: inventoryId }] : []),
    ];
    const known = resources.map((resource) => make.known({ ...resource, sources }));
    const snapshotIds = sources.map(({ snapshotId }) => snapshotId);
    return make.generate({ resources: known, snapshotIds, clock: () => at });
  };
  return { at, run };
}

type SomeFacts = Record<string, string | number | boolean>;

async function findAgain(number: number, id: string, facts: SomeFacts, given: Week = {}) {
  const { run } = await week(number, given);
  return run([{ id, facts }]);
}

const lineageOf = (resourceId: string, action = 'delete') =>
  database().lineage.findFirstOrThrow({
    where: { resourceId: BigInt(resourceId), action },
    orderBy: { id: 'desc' },
    include: { deeds: { orderBy: { id: 'asc' } }, events: { orderBy: { id: 'asc' } } },
  });

async function change(ticketId: string, given: Partial<TicketChange> & Pick<TicketChange, 'at'>) {
  await transaction((tx) =>
    applyTicketChange(tx, { ticketId, kind: 'moved', resolution: null, isWontDo: false, ...given }),
  );
}

/** A finding of week 1, with a ticket when asked. */
async function found(given: { ticket?: boolean; savings?: number } = {}) {
  const id = await make.makeResource(`r-${Math.random()}`);
  await findAgain(1, id, { wants_delete: true, claim: given.savings ?? 100 });
  const lineage = await lineageOf(id);
  const ticketId = given.ticket
    ? await make.openTicket(String(lineage.id), connectionId, make.hour(8 * DAY))
    : '';
  return { id, lineageId: String(lineage.id), ticketId };
}

describe('what is not found', () => {
  it('is verified when whole, newer readings say that its rule is false, and its ticket is told', async () => {
    const { id } = await found({ ticket: true });
    await findAgain(2, id, { wants_delete: false });
    const lineage = await lineageOf(id);
    expect(lineage).toMatchObject({ status: 'verified', isCovered: true });
    expect(lineage.deeds).toMatchObject([
      { deed: 'comment', text: expect.stringContaining('wants_delete is false') },
    ]);
  });

  it('is resolved when it never had a ticket, and a later finding is a new lineage', async () => {
    const { id, lineageId } = await found();
    await findAgain(2, id, { wants_delete: false });
    expect(await lineageOf(id)).toMatchObject({ status: 'resolved' });
    await findAgain(3, id, { wants_delete: true });
    const next = await lineageOf(id);
    expect(next.status).toBe('open');
    expect(String(next.id)).not.toBe(lineageId);
  });

  it.each([
    ['a source failed', { inventory: null }, 'Inventory was not read: it could not be read'],
    [
      'a source was read in part',
      { bill: 'partial' },
      'AWS bill was read in part: half of the rows are missing',
    ],
  ] as const)('stays as it was when %s, and closes no ticket', async (_, level, reason) => {
    const { id } = await found({ ticket: true });
    const { run } = await week(2, level);
    const { recorded } = await run([{ id, facts: { wants_delete: false } }]);
    const lineage = await lineageOf(id);
    expect(lineage).toMatchObject({ status: 'open', isCovered: false, notCoveredReason: reason, deeds: [] });
    expect(recorded?.moved.verified).toBeUndefined();
  });

  it('stays as it was when nothing of it was read, though every source was', async () => {
    const { id } = await found({ ticket: true });
    const { run } = await week(2, { charged: { id, day: 14 } });
    await run([]);
    expect(await lineageOf(id)).toMatchObject({ status: 'open', isCovered: false });
  });

  it('is gone when the bill has no charge for it in its last two complete days', async () => {
    const { id } = await found({ ticket: true });
    const { run } = await week(2, { charged: { id, day: 12 } });
    await run([]);
    expect(await lineageOf(id)).toMatchObject({ status: 'verified' });
  });

  it('stays as it was when its fact is missing: unknown is not false', async () => {
    const { id } = await found();
    await findAgain(2, id, {}, { charged: { id, day: 14 } });
    expect(await lineageOf(id)).toMatchObject({
      status: 'open',
      isCovered: false,
      notCoveredReason: expect.stringContaining('wants_delete is missing'),
    });
  });

  it('stays as it was when its rule is false only because the data is old', async () => {
    const { id } = await found({ ticket: true });
    const old = { wants_delete: true, bill_ok: false };
    await findAgain(2, id, old, { charged: { id, day: 14 } });
    expect(await lineageOf(id)).toMatchObject({
      status: 'open',
      isCovered: false,
      notCoveredReason: expect.stringContaining('bill_ok is false'),
    });
    await findAgain(3, id, { ...old, wants_delete: false }, { charged: { id, day: 21 } });
    expect(await lineageOf(id)).toMatchObject({ status: 'verified' });
  });

  it('stays closed when the data begins before the closing', async () => {
    const { id, ticketId } = await found({ ticket: true });
    await change(ticketId, { at: make.hour(13 * DAY), to: 'done' });
    await findAgain(2, id, { wants_delete: false });
    expect(await lineageOf(id)).toMatchObject({ status: 'closed', isCovered: false });
    await findAgain(3, id, { wants_delete: false });
    expect(await lineageOf(id)).toMatchObject({ status: 'verified', isCovered: true });
  });

  it('is withdrawn, and no saving is counted, when the rule was changed', async () => {
    const { id } = await found({ ticket: true });
    await make.publishRules(
      make.WANTS.replace('wants_delete == true', "wants_delete == true and kind == 'disk'"),
    );
    await findAgain(2, id, { wants_delete: true });
    expect(await lineageOf(id)).toMatchObject({ status: 'withdrawn', deeds: [{ deed: 'comment' }] });
    await make.publishRules(make.WANTS);
    await findAgain(3, id, { wants_delete: true });
    expect(await lineageOf(id)).toMatchObject({ status: 'open' });
  });

  it('is judged by the version of the rule that found it', async () => {
    const { id } = await found({ ticket: true });
    await make.publishRules(make.WANTS.replace('wants_delete == true', 'never_there == true'));
    await findAgain(2, id, { wants_delete: false });
    expect(await lineageOf(id)).toMatchObject({ status: 'verified' });
  });
});

describe('what is found again', () => {
  it('joins its lineage, keeps its ticket and maps to it', async () => {
    const { id, lineageId, ticketId } = await found({ ticket: true });
    await findAgain(2, id, { wants_delete: true });
    const mapped = await database().recommendationTicketMap.findMany({
      where: { firstRecommendationId: BigInt(lineageId) },
    });
    expect(mapped.map((row) => String(row.ticketId))).toEqual([ticketId, ticketId]);
  });

  it('reopens a closed ticket only when its data is from after closing + grace', async () => {
    const { id, ticketId } = await found({ ticket: true });
    await change(ticketId, { at: make.hour(9 * DAY), to: 'done' });
    await findAgain(2, id, { wants_delete: true });
    expect(await lineageOf(id)).toMatchObject({ status: 'closed', deeds: [] });
    await findAgain(6, id, { wants_delete: true }); // a window of 30 days that begins on the 12th
    expect(await lineageOf(id)).toMatchObject({ status: 'open', deeds: [{ deed: 'reopen' }] });
  });

  it('is regressed after it was verified: the same lineage, the claim taken back', async () => {
    const { id, lineageId } = await found({ ticket: true });
    await findAgain(2, id, { wants_delete: false });
    await database().lineage.update({
      where: { id: BigInt(lineageId) },
      data: { verifiedSavings: { cash: '1' } },
    });
    await findAgain(3, id, { wants_delete: true });
    const lineage = await lineageOf(id);
    expect(lineage).toMatchObject({
      status: 'open',
      isRegressed: true,
      verifiedAt: null,
      verifiedSavings: null,
    });
    expect(String(lineage.id)).toBe(lineageId);
    expect(lineage.deeds.map(({ deed }) => deed)).toEqual(['comment', 'reopen']);
  });

  it('stays dismissed until the time given has passed', async () => {
    const { id, lineageId } = await found();
    const until = make.hour(20 * DAY);
    await dismissLineage({
      actor: ACTOR,
      id: lineageId,
      reason: 'being replaced',
      until,
      clock: () => make.hour(8 * DAY),
    });
    await findAgain(2, id, { wants_delete: true });
    expect(await lineageOf(id)).toMatchObject({ status: 'dismissed' });
    await findAgain(3, id, { wants_delete: true });
    expect(await lineageOf(id)).toMatchObject({ status: 'open', dismissedUntil: null });
  });
});

describe('a person', () => {
  it('dismisses and reopens, and the audit log says who and why', async () => {
    const { id, lineageId } = await found();
    await dismissLineage({ actor: ACTOR, id: lineageId, reason: 'kept on purpose' });
    expect(await lineageOf(id)).toMatchObject({ status: 'dismissed', dismissedReason: 'kept on purpose' });
    await reopenLineage({ actor: ACTOR, id: lineageId });
    expect(await lineageOf(id)).toMatchObject({ status: 'open', dismissedReason: null });
    const audit = await database().auditEvent.findMany({
      where: { subjectKind: 'recommendation', subjectId: lineageId },
      orderBy: { id: 'asc' },
    });
    expect(audit.map(({ action }) => action)).toEqual([
      'recommendation.dismissed',
      'recommendation.reopened',
    ]);
    await expect(reopenLineage({ actor: ACTOR, id: lineageId })).rejects.toMatchObject({ code: 'conflict' });
    await expect(reopenLineage({ actor: ACTOR, id: '999999' })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is asked when a ticket was deleted, and may let another one be opened', async () => {
    const { id, lineageId, ticketId } = await found({ ticket: true });
    await expect(openAnotherTicket({ actor: ACTOR, id: lineageId })).rejects.toMatchObject({
      code: 'conflict',
    });
    await database().ticket.update({
      where: { id: BigInt(ticketId) },
      data: { deletedAt: make.hour(9 * DAY) },
    });
    await change(ticketId, { at: make.hour(9 * DAY), kind: 'deleted' });
    expect(await lineageOf(id)).toMatchObject({
      status: 'open',
      needsPerson: expect.stringContaining('deleted'),
    });
    await openAnotherTicket({ actor: ACTOR, id: lineageId });
    expect(await lineageOf(id)).toMatchObject({ ticketId: null, incarnation: 2, needsPerson: null });
  });
});

describe('of actions that exclude each other on one resource', () => {
  it('the largest saving counts, and an open ticket keeps its place', async () => {
    const id = await make.makeResource('vm-exclusive');
    const yaml = (size: number) =>
      make.WANTS.replace(
        'action: resize\n      savings: claim',
        `action: resize\n      savings: claim * ${size}`,
      );
    await make.publishRules(yaml(0.5));
    await findAgain(1, id, { wants_delete: true, wants_resize: true, wants_upgrade: true });
    const deletion = await lineageOf(id, 'delete');
    expect(deletion.excludedBy).toBeNull();
    expect((await lineageOf(id, 'resize')).excludedBy).toBe(deletion.id);
    expect((await lineageOf(id, 'upgrade')).excludedBy).toBeNull();
    await make.publishRules(yaml(2));
    await findAgain(2, id, { wants_delete: true, wants_resize: true });
    const resize = await lineageOf(id, 'resize');
    expect(resize.excludedBy).toBeNull();
    expect((await lineageOf(id, 'delete')).excludedBy).toBe(resize.id);
    await make.openTicket(String(deletion.id), connectionId);
    await findAgain(3, id, { wants_delete: true, wants_resize: true });
    expect((await lineageOf(id, 'delete')).excludedBy).toBeNull();
    expect((await lineageOf(id, 'resize')).excludedBy).toBe(deletion.id);
  });
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
