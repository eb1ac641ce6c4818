import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { systemActor } from '@/lib/people/schema';
import { dismissLineage, openAnotherTicket, reopenLineage } from './commands';
import * as make from './testing';
import { change, DAY, lineageOf, makeCompany } from './testing-weeks';

const ACTOR = systemActor('test');

let company: Awaited<ReturnType<typeof makeCompany>>;
beforeAll(async () => {
  company = await makeCompany();
});

// Each test starts from the same rules, whatever the one before it published.
beforeEach(() => make.publishRules(make.WANTS));

describe('what is found again', () => {
  it('joins its lineage, keeps its ticket and maps to it', async () => {
    const { id, lineageId, ticketId } = await company.found({ ticket: true });
    await company.findAgain(2, id, { wants_delete: true });
    const mapped = await database().recommendationTicketMap.findMany({
      where: { firstRecommendationId: BigInt(lineageId) },
    });
    expect(mapped.map((row) => String(row.ticketId))).toEqual([ticketId, ticketId]);
  });

  it('reopens a closed ticket only when its data is from after closing + grace', async () => {
    const { id, ticketId } = await company.found({ ticket: true });
    await change(ticketId, { at: make.hour(9 * DAY), to: 'done' });
    await company.findAgain(2, id, { wants_delete: true });
    expect(await lineageOf(id)).toMatchObject({ status: 'closed', deeds: [] });
    await company.findAgain(6, id, { wants_delete: true }); // a window of 30 days that begins on the 12th
    expect(await lineageOf(id)).toMatchObject({ status: 'open', deeds: [{ deed: 'reopen' }] });
  });

  it('is regressed after it was verified: the same lineage, the claim taken back', async () => {
    const { id, lineageId } = await company.found({ ticket: true });
    await company.findAgain(2, id, { wants_delete: false });
    await database().lineage.update({
      where: { id: BigInt(lineageId) },
      data: { verifiedSavings: { cash: '1' } },
    });
    await company.findAgain(3, id, { wants_delete: true });
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
    const { id, lineageId } = await company.found();
    const until = make.hour(20 * DAY);
    await dismissLineage({
      actor: ACTOR,
      id: lineageId,
      reason: 'being replaced',
      until,
      clock: () => make.hour(8 * DAY),
    });
    await company.findAgain(2, id, { wants_delete: true });
    expect(await lineageOf(id)).toMatchObject({ status: 'dismissed' });
    await company.findAgain(3, id, { wants_delete: true });
    expect(await lineageOf(id)).toMatchObject({ status: 'open', dismissedUntil: null });
  });
});

describe('a person', () => {
  it('dismisses and reopens, and the audit log says who and why', async () => {
    const { id, lineageId } = await company.found();
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
    const { id, lineageId, ticketId } = await company.found({ ticket: true });
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
    await company.findAgain(1, id, { wants_delete: true, wants_resize: true, wants_upgrade: true });
    const deletion = await lineageOf(id, 'delete');
    expect(deletion.excludedBy).toBeNull();
    expect((await lineageOf(id, 'resize')).excludedBy).toBe(deletion.id);
    expect((await lineageOf(id, 'upgrade')).excludedBy).toBeNull();
    await make.publishRules(yaml(2));
    await company.findAgain(2, id, { wants_delete: true, wants_resize: true });
    const resize = await lineageOf(id, 'resize');
    expect(resize.excludedBy).toBeNull();
    expect((await lineageOf(id, 'delete')).excludedBy).toBe(resize.id);
    await make.openTicket(String(deletion.id), company.connectionId);
    await company.findAgain(3, id, { wants_delete: true, wants_resize: true });
    expect((await lineageOf(id, 'delete')).excludedBy).toBeNull();
    expect((await lineageOf(id, 'resize')).excludedBy).toBe(deletion.id);
  });
});
