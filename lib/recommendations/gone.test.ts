import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as make from './testing';
import { change, DAY, lineageOf, makeCompany } from './testing-weeks';

let company: Awaited<ReturnType<typeof makeCompany>>;
beforeAll(async () => {
  company = await makeCompany();
});

// Each test starts from the same rules, whatever the one before it published.
beforeEach(() => make.publishRules(make.WANTS));

describe('what is not found', () => {
  it('is verified when whole, newer readings say that its rule is false, and its ticket is told', async () => {
    const { id } = await company.found({ ticket: true });
    await company.findAgain(2, id, { wants_delete: false });
    const lineage = await lineageOf(id);
    expect(lineage).toMatchObject({ status: 'verified', isCovered: true });
    expect(lineage.deeds).toMatchObject([
      { deed: 'comment', text: expect.stringContaining('wants_delete is false') },
    ]);
  });

  it('is resolved when it never had a ticket, and a later finding is a new lineage', async () => {
    const { id, lineageId } = await company.found();
    await company.findAgain(2, id, { wants_delete: false });
    expect(await lineageOf(id)).toMatchObject({ status: 'resolved' });
    await company.findAgain(3, id, { wants_delete: true });
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
    const { id } = await company.found({ ticket: true });
    const { recorded } = await company.findAgain(2, id, { wants_delete: false }, level);
    const lineage = await lineageOf(id);
    expect(lineage).toMatchObject({ status: 'open', isCovered: false, notCoveredReason: reason, deeds: [] });
    expect(recorded?.moved.verified).toBeUndefined();
  });

  it('stays as it was when nothing of it was read, though every source was', async () => {
    const { id } = await company.found({ ticket: true });
    await company.generate(2, [], { charged: { id, day: 14 } });
    expect(await lineageOf(id)).toMatchObject({ status: 'open', isCovered: false });
  });

  it('is gone when the bill has no charge for it in its last two complete days', async () => {
    const { id } = await company.found({ ticket: true });
    await company.generate(2, [], { charged: { id, day: 12 } });
    expect(await lineageOf(id)).toMatchObject({ status: 'verified' });
  });

  it('stays as it was when its fact is missing: unknown is not false', async () => {
    const { id } = await company.found();
    await company.findAgain(2, id, {}, { charged: { id, day: 14 } });
    expect(await lineageOf(id)).toMatchObject({
      status: 'open',
      isCovered: false,
      notCoveredReason: expect.stringContaining('wants_delete is missing'),
    });
  });

  it('stays as it was when its rule is false only because the data is old', async () => {
    const { id } = await company.found({ ticket: true });
    const old = { wants_delete: true, bill_ok: false };
    await company.findAgain(2, id, old, { charged: { id, day: 14 } });
    expect(await lineageOf(id)).toMatchObject({
      status: 'open',
      isCovered: false,
      notCoveredReason: expect.stringContaining('bill_ok is false'),
    });
    await company.findAgain(3, id, { ...old, wants_delete: false }, { charged: { id, day: 21 } });
    expect(await lineageOf(id)).toMatchObject({ status: 'verified' });
  });

  it('stays closed when the data begins before the closing', async () => {
    const { id, ticketId } = await company.found({ ticket: true });
    await change(ticketId, { at: make.hour(13 * DAY), to: 'done' });
    await company.findAgain(2, id, { wants_delete: false });
    expect(await lineageOf(id)).toMatchObject({ status: 'closed', isCovered: false });
    await company.findAgain(3, id, { wants_delete: false });
    expect(await lineageOf(id)).toMatchObject({ status: 'verified', isCovered: true });
  });

  it('is withdrawn, and no saving is counted, when the rule was changed', async () => {
    const { id } = await company.found({ ticket: true });
    await make.publishRules(
      make.WANTS.replace('wants_delete == true', "wants_delete == true and kind == 'disk'"),
    );
    await company.findAgain(2, id, { wants_delete: true });
    expect(await lineageOf(id)).toMatchObject({ status: 'withdrawn', deeds: [{ deed: 'comment' }] });
    await make.publishRules(make.WANTS);
    await company.findAgain(3, id, { wants_delete: true });
    expect(await lineageOf(id)).toMatchObject({ status: 'open' });
  });

  it('is judged by the version of the rule that found it', async () => {
    const { id } = await company.found({ ticket: true });
    await make.publishRules(make.WANTS.replace('wants_delete == true', 'never_there == true'));
    await company.findAgain(2, id, { wants_delete: false });
    expect(await lineageOf(id)).toMatchObject({ status: 'verified' });
  });
});
