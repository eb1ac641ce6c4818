import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { database, transaction } from '@/lib/core/db';
import { systemActor } from '@/lib/people/schema';
import { defineGraph } from './plan';
import { checkTiming, dueNow, keyOf, nextDue } from './schedule';
import {
  changeSchedule,
  createSchedule,
  previewSchedule,
  removeSchedule,
  restoreSchedule,
  runScheduleNow,
} from './schedule.commands';
import { ensureSchedule, listSchedules, pageSchedules } from './schedule.data';
import { fireDueSchedules } from './scheduler';

const berlin = (cron: string) => ({ cron, timeZone: 'Europe/Berlin', keyFormat: 'x:{minute}' });

function fires(cron: string, from: string, count: number): string[] {
  const times: string[] = [];
  for (let after = new Date(from); times.length < count; ) {
    const next = nextDue(berlin(cron), after);
    if (!next) break;
    times.push(next.toISOString());
    after = next;
  }
  return times;
}

describe('when a schedule is due', () => {
  it('keeps local time over both changes of the clock', () => {
    expect(fires('0 6 * * *', '2026-03-28T00:00:00Z', 2)).toEqual([
      '2026-03-28T05:00:00.000Z',
      '2026-03-29T04:00:00.000Z',
    ]);
    expect(fires('0 6 * * *', '2026-10-24T00:00:00Z', 2)).toEqual([
      '2026-10-24T04:00:00.000Z',
      '2026-10-25T05:00:00.000Z',
    ]);
  });

  it('fires once on the day whose 02:30 does not exist, and once where it comes twice', () => {
    const spring = fires('30 2 * * *', '2026-03-28T12:00:00Z', 2);
    expect(spring.map((at) => at.slice(0, 10))).toEqual(['2026-03-29', '2026-03-30']);
    const autumn = fires('30 2 * * *', '2026-10-24T12:00:00Z', 2);
    expect(autumn.map((at) => at.slice(0, 10))).toEqual(['2026-10-25', '2026-10-26']);
  });

  it('fires every hour of the night that has one more', () => {
    expect(fires('15 * * * *', '2026-10-24T23:30:00Z', 3)).toEqual([
      '2026-10-25T00:15:00.000Z',
      '2026-10-25T01:15:00.000Z',
      '2026-10-25T02:15:00.000Z',
    ]);
  });

  it('is not due early, and of several missed fires only the latest counts', () => {
    const due = new Date('2026-11-02T06:00:00Z');
    const daily = berlin('0 7 * * *');
    expect(dueNow(daily, due, new Date('2026-11-02T05:59:59.999Z'))).toBeNull();
    expect(dueNow(daily, due, due)).toEqual(due);
    expect(dueNow(daily, due, new Date('2026-11-09T08:00:00Z'))).toEqual(new Date('2026-11-09T06:00:00Z'));
  });

  it.each([
    [{ cron: 'soon' }, /no cron pattern/],
    [{ timeZone: 'Mars/Olympus' }, /no time zone/],
    [{ keyFormat: 'x:{fortnight}' }, /not \{fortnight\}/],
  ])('refuses %o', (wrong, message) => {
    expect(() => checkTiming({ ...berlin('0 6 * * *'), ...wrong })).toThrow(message);
  });
});

describe('keyOf', () => {
  it.each([
    ['recommend:{week}', '2026-11-21T12:00:00Z', 'recommend:2026-W47'],
    ['{week}', '2026-12-31T12:00:00Z', '2026-W53'],
    ['{week}', '2027-01-03T12:00:00Z', '2026-W53'],
    ['{week}', '2024-12-30T12:00:00Z', '2025-W01'],
    ['{year} {month} {day}', '2026-12-31T23:30:00Z', '2027 2027-01 2027-01-01'], // in Berlin it is the next day
    ['{hour}', '2026-10-25T00:15:00Z', '2026-10-25T02+02:00'],
    ['{hour}', '2026-10-25T01:15:00Z', '2026-10-25T02+01:00'],
    ['{minute}', '2026-07-01T00:07:00Z', '2026-07-01T02:07+02:00'],
  ])('%s at %s is %s', (format, at, key) => {
    expect(keyOf(format, new Date(at), 'Europe/Berlin')).toBe(key);
  });

  it('writes UTC with its offset', () => {
    expect(keyOf('{hour}', new Date('2026-07-01T00:07:00Z'), 'UTC')).toBe('2026-07-01T00+00:00');
  });
});

describe('schedules in the database', () => {
  const actor = systemActor('test');
  const weekly = {
    name: 'weekly',
    graph: 'recommend',
    input: {},
    cron: '0 6 * * 1',
    timeZone: 'Europe/Berlin',
    keyFormat: 'recommend:{week}',
    enabled: true,
  };
  const graph = (name: string, input: z.ZodType = z.object({})) =>
    defineGraph({ name, title: name, description: '', mode: 'simple', input, resolve: async () => [] });
  const known = {
    graphs: [graph('recommend'), graph('read', z.object({ of: z.string() }))],
    shipped: [weekly],
  };
  const runs = () => database().run.findMany({ select: { key: true, trigger: true, requestedBy: true } });

  it('fires once for all workers together, and once for a week of downtime', async () => {
    const { nextDueAt } = await createSchedule({ actor, known, ...weekly });
    expect(new Date(nextDueAt ?? 0).getUTCDay()).toBe(1);
    await database().schedule.update({
      where: { name: 'weekly' },
      data: { nextDueAt: new Date('2026-11-02T05:00:00Z') },
    });
    const now = new Date('2026-11-18T12:00:00Z');
    await Promise.all(Array.from({ length: 8 }, () => fireDueSchedules(now)));
    expect(await runs()).toEqual([
      { key: 'recommend:2026-W47', trigger: 'schedule', requestedBy: 'schedule weekly' },
    ]);
    const [schedule] = await listSchedules(database());
    expect(schedule).toMatchObject({
      lastDueAt: '2026-11-16T05:00:00.000Z',
      nextDueAt: '2026-11-23T05:00:00.000Z',
    });
  });

  it('starts no second run of a week that has one', async () => {
    await database().schedule.update({
      where: { name: 'weekly' },
      data: { nextDueAt: new Date('2026-11-16T05:00:00Z') },
    });
    await fireDueSchedules(new Date('2026-11-17T00:00:00Z'));
    expect(await runs()).toHaveLength(1);
  });

  it('leaves a schedule that is switched off alone, and what ships as the operators changed it', async () => {
    const [{ id = '' } = {}] = await listSchedules(database());
    await changeSchedule({ actor, known, scheduleId: id, cron: '0 8 * * 1', enabled: false });
    await transaction((tx) => ensureSchedule(tx, weekly, new Date()));
    await fireDueSchedules(new Date('2030-01-01T00:00:00Z'));
    expect(await runs()).toHaveLength(1);
    expect(await listSchedules(database())).toMatchObject([{ cron: '0 8 * * 1', enabled: false }]);
  });

  it('one that ships keeps its name, is not deleted, and can be put back to what it was', async () => {
    const [{ id: scheduleId = '' } = {}] = await listSchedules(database());
    const deed = { actor, known, scheduleId };
    await expect(changeSchedule({ ...deed, name: 'other' })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(removeSchedule(deed)).rejects.toMatchObject({ code: 'conflict' });
    expect(await restoreSchedule(deed)).toMatchObject({ cron: '0 6 * * 1', enabled: true });
    const [audit] = await database().auditEvent.findMany({ where: { action: 'schedule.restored' } });
    expect(audit).toMatchObject({
      before: { cron: '0 8 * * 1', enabled: false },
      after: { cron: '0 6 * * 1' },
    });
  });

  it('one of an operator is made, run at once and deleted; its key follows from its name', async () => {
    const made = await createSchedule({
      actor,
      known,
      name: 'nightly read',
      graph: 'read',
      input: { of: 'x' },
      cron: '@daily',
    });
    expect(made).toMatchObject({ keyFormat: 'nightly read:{minute}', timeZone: 'UTC' });
    const { items } = await pageSchedules(database(), { limit: 50 }, ['weekly']);
    expect(items.map(({ name, words, isShipped }) => [name, words, isShipped])).toEqual([
      ['nightly read', 'Every day at 00:00', false],
      ['weekly', 'Every Monday at 06:00', true],
    ]);
    const { runId } = await runScheduleNow({ actor, known, scheduleId: made.id });
    expect(await database().run.findUnique({ where: { id: runId } })).toMatchObject({
      key: null,
      graph: 'read',
      input: { of: 'x' },
    });
    await removeSchedule({ actor, known, scheduleId: made.id });
    expect((await listSchedules(database())).map(({ name }) => name)).toEqual(['weekly']);
  });

  it.each([
    [{ cron: '61 * * * *' }, 'cron'],
    [{ timeZone: 'Mars/Olympus' }, 'timeZone'],
    [{ keyFormat: '{fortnight}' }, 'keyFormat'],
    [{ graph: 'nonsense' }, 'graph'],
    [{ graph: 'read' }, 'input.of'],
    [{ name: 'weekly' }, 'name'],
  ])('is refused with %o, the fault beside %s', async (wrong, path) => {
    const deed = async () => createSchedule({ actor, known, ...weekly, name: 'new', ...wrong });
    await expect(deed()).rejects.toMatchObject({ errors: [{ path }] });
  });
});

it('a pattern is previewed in words, with its next fires in the zone and what their runs are called', () => {
  const now = new Date('2026-10-24T12:00:00Z');
  const asked = { cron: '0 6 * * *', timeZone: 'Europe/Berlin', keyFormat: 'x:{hour}' };
  expect(previewSchedule(asked, now)).toEqual({
    words: 'Every day at 06:00',
    next: ['2026-10-25T05:00:00.000Z', '2026-10-26T05:00:00.000Z', '2026-10-27T05:00:00.000Z'],
    keys: ['x:2026-10-25T06+01:00', 'x:2026-10-26T06+01:00', 'x:2026-10-27T06+01:00'],
  });
  expect(() => previewSchedule({ ...asked, cron: 'soon' }, now)).toThrow(/no cron pattern/);
});
