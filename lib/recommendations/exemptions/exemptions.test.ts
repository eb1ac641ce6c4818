import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { systemActor } from '@/lib/people/schema';
import * as make from '../testing';
import { DAY, lineageOf, makeCompany } from '../testing-weeks';
import { createExemption, endExemption, extendExemption } from './commands';
import { listExemptions, readExemption, summariseExemptions } from './data';
import { type CreateExemptionInput, type Exempted, listExemptionsInput } from './schema';
import { previewExemption } from './things.data';

const ACTOR = systemActor('ada@example.com');
const day = (number: number) => make.hour(number * DAY);
const DELETE = { wants_delete: true };

let company: Awaited<ReturnType<typeof makeCompany>>;
beforeAll(async () => {
  company = await makeCompany();
  await make.publishRules(make.WANTS);
});
beforeEach(async () => {
  await database().exemption.updateMany({ data: { endedAt: day(1), endedBy: 'the test before' } });
});

type Given = Partial<Omit<CreateExemptionInput, 'what'>> & { on?: number };

/** Made on the ninth day, between the first and the second generation, for two weeks and a day. */
const exempt = (what: Exempted, { on = 9, ...given }: Given = {}) =>
  createExemption({
    ...{ actor: ACTOR, what, until: day(24).toISOString(), reason: 'Kept for the audit', ...given },
    clock: () => day(on),
  });
const resource = (resourceId: string) => ({ kind: 'resource' as const, resourceId });
const ACCOUNT = { kind: 'account' as const, provider: 'AWS', account: '1' };
const list = async (input: Record<string, unknown>, now = day(10)) =>
  (await listExemptions(database(), { ...listExemptionsInput.parse(input), now })).items;

describe('what is exempt', () => {
  it('is withdrawn without a saving, its ticket is told, and it comes back when the exemption has run out', async () => {
    const { id } = await company.found({ ticket: true });
    await exempt(resource(id));
    const { recorded, evaluated } = await company.findAgain(2, id, DELETE);
    expect(recorded).toMatchObject({ recommendations: 0, moved: { withdrawn: 1 } });
    expect(evaluated.heldBack).toBe(1);
    expect(await lineageOf(id)).toMatchObject({
      status: 'withdrawn',
      verifiedSavings: null,
      deeds: [
        {
          deed: 'comment',
          text: expect.stringContaining('It is exempt until 2026-11-25: Kept for the audit'),
        },
      ],
    });
    await company.findAgain(3, id, DELETE);
    expect(await lineageOf(id)).toMatchObject({ status: 'withdrawn' });
    await company.findAgain(4, id, DELETE);
    const back = await lineageOf(id);
    expect(back).toMatchObject({ status: 'open' });
    expect(back.deeds.map(({ deed }) => deed)).toEqual(['comment', 'reopen']);
  });

  it('is not even opened, and is found as new once the exemption was ended', async () => {
    const id = await make.makeResource('never-seen');
    const { id: exemptionId } = await exempt(resource(id));
    expect((await company.findAgain(2, id, DELETE)).recorded).toMatchObject({ opened: 0 });
    await endExemption({ actor: ACTOR, id: exemptionId, note: 'The audit is over', clock: () => day(15) });
    expect((await company.findAgain(3, id, DELETE)).recorded).toMatchObject({ opened: 1 });
    expect(await readExemption(database(), exemptionId, day(30))).toMatchObject({
      state: 'ended',
      endedBy: 'ada@example.com',
      endedNote: 'The audit is over',
    });
  });

  it('may be a whole account, however people write it', async () => {
    const { id } = await company.found();
    await exempt(ACCOUNT);
    await company.findAgain(2, id, DELETE);
    expect(await lineageOf(id)).toMatchObject({ status: 'withdrawn' });
  });

  it('may be what carries a tag, with a value or with any', async () => {
    const tags = (env: string) => ({ ...DELETE, tags: { env } });
    const [prod, dev] = [await make.makeResource('tag-prod'), await make.makeResource('tag-dev')];
    const week = (number: number) =>
      company.generate(number, [
        { id: prod, facts: tags('prod') },
        { id: dev, facts: tags('dev') },
      ]);
    await week(1);
    const { id } = await exempt({ kind: 'tag', key: 'Env', value: 'prod' });
    await week(2);
    expect((await lineageOf(prod)).status).toBe('withdrawn');
    expect((await lineageOf(dev)).status).toBe('open');
    expect((await readExemption(database(), id, day(15))).heldBack).toBe(1);
    await exempt({ kind: 'tag', key: 'env' }, { on: 15 });
    await week(3);
    expect((await lineageOf(dev)).status).toBe('withdrawn');
  });

  it('is exempt of one action only where the exemption says so', async () => {
    const id = await make.makeResource('two-actions');
    const both = { ...DELETE, wants_upgrade: true };
    await company.findAgain(1, id, both);
    await exempt(resource(id), { action: 'upgrade' });
    await company.findAgain(2, id, both);
    expect((await lineageOf(id, 'upgrade')).status).toBe('withdrawn');
    expect((await lineageOf(id, 'delete')).status).toBe('open');
  });

  it('is exempt of one rule set only where the exemption says so: another that asks for the same is heard', async () => {
    await make.publishRules(`
ruleset: also-wants
domain: finops
rules:
  - name: delete
    condition: "also == true"
    recommend: { action: delete, savings: claim, reason: "also wants delete" }
`);
    const [one, two] = [await make.makeResource('one-set'), await make.makeResource('two-sets')];
    const week = (number: number) =>
      company.generate(number, [
        { id: one, facts: DELETE },
        { id: two, facts: { ...DELETE, also: true } },
      ]);
    await week(1);
    await exempt(ACCOUNT, { ruleSet: 'wants' });
    await week(2);
    expect((await lineageOf(one)).status).toBe('withdrawn');
    expect((await lineageOf(two)).status).toBe('open');
  });

  it('is withdrawn also where its source could not be read', async () => {
    const { id } = await company.found();
    await exempt(ACCOUNT);
    await company.generate(2, [], { bill: null });
    expect((await lineageOf(id)).status).toBe('withdrawn');
  });

  it('is verified all the same where the data says that it is fixed', async () => {
    const { id } = await company.found({ ticket: true });
    await exempt(ACCOUNT);
    await company.findAgain(2, id, { wants_delete: false }, { inventory: 'partial' });
    expect((await lineageOf(id)).status).toBe('open'); // not told yet, and no reason to take the saving away
    await company.findAgain(3, id, { wants_delete: false });
    expect((await lineageOf(id)).status).toBe('verified');
  });

  it('loses the saving that was verified when it is found again', async () => {
    const { id } = await company.found({ ticket: true });
    await company.findAgain(2, id, { wants_delete: false });
    expect((await lineageOf(id)).status).toBe('verified');
    await exempt(resource(id), { on: 15 });
    await company.findAgain(3, id, DELETE);
    expect(await lineageOf(id)).toMatchObject({ status: 'withdrawn', verifiedAt: null });
  });

  it('is judged as it was when the generation began', async () => {
    const { id } = await company.found();
    await exempt(resource(id), { on: 15 }); // after the second week's generation
    await company.findAgain(2, id, DELETE);
    expect((await lineageOf(id)).status).toBe('open');
  });
});

describe('an exemption', () => {
  it('needs a day ahead, two years at most, and a thing and a set that are there', async () => {
    const id = await make.makeResource('refused');
    const refused = (given: Given, what: Exempted = resource(id)) =>
      exempt(what, given).then(
        () => 'made',
        ({ code }) => code,
      );
    expect(await refused({ until: day(9).toISOString() })).toBe('invalid_input');
    expect(await refused({ until: day(9 + 732).toISOString() })).toBe('invalid_input');
    expect(await refused({ until: day(9 + 730).toISOString() })).toBe('made');
    expect(await refused({ ruleSet: 'no-such-set' })).toBe('not_found');
    expect(await refused({}, resource('999999'))).toBe('not_found');
  });

  it('is extended while it holds, never shortened, and each deed is in the audit log', async () => {
    const { id } = await exempt(resource(await make.makeResource('extended')));
    const extend = (until: number, on = 10) =>
      extendExemption({ actor: ACTOR, id, until: day(until).toISOString(), clock: () => day(on) });
    expect((await extend(40)).until).toBe(day(40).toISOString());
    await expect(extend(39)).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(extend(60, 41)).rejects.toMatchObject({ code: 'conflict' });
    await endExemption({ actor: ACTOR, id, clock: () => day(12) });
    await expect(endExemption({ actor: ACTOR, id, clock: () => day(13) })).rejects.toMatchObject({
      code: 'conflict',
    });
    const events = await database().auditEvent.findMany({
      where: { subjectKind: 'exemption', subjectId: id },
      orderBy: { id: 'asc' },
    });
    expect(events.map(({ action }) => action)).toEqual([
      'exemption.created',
      'exemption.extended',
      'exemption.ended',
    ]);
  });

  it('is listed by state, set, account and owner, a page at a time', async () => {
    const id = await make.makeResource('listed');
    await company.findAgain(1, id, { ...DELETE, tags: { owner: 'web' } });
    await database().accountOwner.create({ data: { provider: 'aws', account: '77', owner: 'data' } });
    const far = day(200).toISOString();
    const one = await exempt(resource(id), { ruleSet: 'wants' });
    const two = await exempt({ kind: 'account', provider: 'aws', account: '77' }, { until: far });
    const three = await exempt({ kind: 'tag', key: 'team', value: 'ops' }, { until: far });
    const ids = async (input: Record<string, unknown>, now?: Date) =>
      (await list({ sort: 'created', state: 'in_force', ...input }, now)).map((each) => each.id);
    expect(await ids({})).toEqual([one.id, two.id, three.id]);
    expect(await ids({ state: 'expiring' }, day(11))).toEqual([one.id]);
    expect(await ids({}, day(25))).toEqual([two.id, three.id]);
    expect(await ids({ state: 'over' }, day(25))).toContain(one.id);
    expect(await ids({ set: 'also-wants' })).toEqual([two.id, three.id]);
    expect(await ids({ account: '1' })).toEqual([one.id]);
    expect(await ids({ kind: 'tag' })).toEqual([three.id]);
    expect(await ids({ q: 'TEAM=o' })).toEqual([three.id]);
    expect(await ids({ owner: 'web' })).toEqual([one.id]);
    expect(await ids({ owner: 'data' })).toEqual([two.id]);
    expect(await ids({ owner: 'ops' })).toEqual([three.id]);
    for (const sort of ['until', '-created', 'what', '-heldBack', 'ruleSet']) {
      const walked: string[] = [];
      let cursor: string | null | undefined;
      do {
        const input = listExemptionsInput.parse({ sort, limit: 1, ...(cursor ? { cursor } : {}) });
        const page = await listExemptions(database(), { ...input, now: day(10) });
        walked.push(...page.items.map((each) => each.id));
        cursor = page.nextCursor;
      } while (cursor);
      expect(walked).toEqual((await list({ sort })).map((each) => each.id));
    }
  });

  it('tells before it is made what it covers', async () => {
    const [open, ticketed] = [await company.found(), await company.found({ ticket: true })];
    const of = (what: Exempted, scope = {}) => previewExemption(database(), { what, ...scope });
    expect(await of(resource(ticketed.id))).toEqual({ resources: 1, open: 1, withTicket: 1 });
    expect(await of(resource(open.id))).toEqual({ resources: 1, open: 1, withTicket: 0 });
    expect(await of(resource(open.id), { action: 'stop' })).toMatchObject({ open: 0 });
    expect(await of(resource(open.id), { ruleSet: 'also-wants' })).toMatchObject({ open: 0 });
    const last = await database().generationSnapshot.findFirstOrThrow({ orderBy: { generationId: 'desc' } });
    const read = (id: string, facts: object) =>
      database().resourceFacts.create({
        data: { snapshotId: last.snapshotId, resourceId: BigInt(id), facts },
      });
    await read(open.id, { tags: { env: 'prod' } });
    await read(ticketed.id, { tags: { env: 'dev' } });
    expect(await of({ kind: 'tag', key: 'env', value: 'prod' })).toEqual({
      resources: 1,
      open: 1,
      withTicket: 0,
    });
    expect(await of({ kind: 'tag', key: 'ENV' })).toEqual({ resources: 2, open: 2, withTicket: 1 });
    expect(await of({ kind: 'account', provider: 'Amazon', account: '1' })).toMatchObject({ resources: 2 });
  });

  it('that the last generation knows nothing of is counted, and so is what it held back', async () => {
    const { id } = await company.found();
    await exempt(resource(id));
    expect(await summariseExemptions(database(), day(9.5))).toMatchObject({
      inForce: 1,
      expiring: 0,
      newest: 1,
    });
    await company.findAgain(2, id, DELETE);
    expect(await summariseExemptions(database(), day(15))).toMatchObject({
      expiring: 1,
      newest: 0,
      heldBack: 1,
    });
  });
});
