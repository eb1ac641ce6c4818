import { describe, expect, it } from 'vitest';
import type { IssueFacts } from './jira.schema';
import { parseJiraDate } from './jira.schema';
import { isWontDo, type KnownTicket, planPoll, pollJql, readTicket } from './monitor';

const at = (text: string) => new Date(`2026-11-21T${text}:00.000Z`);

describe('from when to poll', () => {
  const now = at('12:00');
  it.each([
    ['fifteen minutes before the cursor', at('11:50'), at('11:30'), '2026-11-21T11:35:00.000Z', false],
    ['24 hours once an hour', at('11:50'), at('11:00'), '2026-11-20T12:00:00.000Z', true],
    [
      'further back when the last poll is longer ago',
      new Date('2026-11-10T00:00:00Z'),
      at('10:00'),
      '2026-11-09T23:45:00.000Z',
      true,
    ],
    ['a day at the first poll', null, null, '2026-11-20T11:45:00.000Z', true],
  ])('%s', (_, lastPolledAt, lastSweptAt, from, isSweep) => {
    const plan = planPoll({ lastPolledAt, lastSweptAt, lastCheckedAt: now }, now);
    expect(plan).toEqual({ from: new Date(from), isSweep, isCheck: false });
  });

  it.each([
    [null, true],
    [new Date('2026-11-20T12:00:00Z'), true],
    [new Date('2026-11-20T12:00:01Z'), false],
  ])('links last checked at %s are due: %s', (lastCheckedAt, isCheck) => {
    const cursor = { lastPolledAt: now, lastSweptAt: now, lastCheckedAt };
    expect(planPoll(cursor, now).isCheck).toBe(isCheck);
  });

  it('asks in epoch milliseconds, which no time zone can shift', () => {
    expect(pollJql(new Date(1732877091000))).toBe(
      'labels = "evenkeel" AND updated >= 1732877091000 ORDER BY updated ASC',
    );
  });
});

it.each([
  ['2026-11-21T02:23:33.123-0800', '2026-11-21T10:23:33.123Z'],
  ['2026-11-21T15:45:00.000+0545', '2026-11-21T10:00:00.000Z'],
  ['2026-11-21T10:00:00.000Z', '2026-11-21T10:00:00.000Z'],
  ['yesterday', undefined],
])('reads %s as %s', (text, expected) => {
  expect(parseJiraDate(text)?.toISOString()).toBe(expected);
});

it.each<[IssueFacts['statusCategory'], string, string | null, boolean]>([
  ['done', 'Done', 'Done', false],
  ['done', 'Done', null, false],
  ['done', 'Done', "Won't Do", true],
  ['done', 'Done', 'Won’t Fix', true],
  ['done', 'Done', 'Duplicate', true],
  ['done', 'Declined', null, true],
  ['done', "Won't Do", null, true],
  ['done', 'Cancelled', null, true],
  ['new', 'To Do', "Won't Do", false], // reopened; a workflow may forget to clear the resolution
  ['done', 'Rejected by review, fixed', null, false],
])('%s, status %s, resolution %s is won’t do: %s', (statusCategory, status, resolution, expected) => {
  expect(isWontDo({ statusCategory, status, resolution })).toBe(expected);
});

const KNOWN: KnownTicket = {
  id: '9',
  externalId: '10001',
  key: 'PLAT-1',
  projectKey: 'PLAT',
  summary: 'words',
  status: 'To Do',
  statusCategory: 'new',
  resolution: null,
  assignee: null,
  syncState: 'in_sync',
  updatedAt: at('10:00'),
  firstMovedAt: null,
  closedAt: null,
  deletedAt: null,
  ours: { summary: 'words', status: 'open' },
  agreed: { summary: 'words', status: 'open' },
  agreedAt: at('10:00'),
};

const ISSUE: IssueFacts = {
  externalId: '10001',
  key: 'PLAT-1',
  projectKey: 'PLAT',
  summary: 'words',
  status: 'To Do',
  statusCategory: 'new',
  resolution: null,
  assignee: null,
  createdAt: at('09:00').toISOString(),
  updatedAt: at('11:00').toISOString(),
  statusChangedAt: null,
};
const DONE: Partial<IssueFacts> = {
  status: 'Done',
  statusCategory: 'done',
  resolution: 'Done',
  statusChangedAt: at('10:55').toISOString(),
};

const read = (issue: Partial<IssueFacts>, known: Partial<KnownTicket> = {}) =>
  readTicket({ ...KNOWN, ...known }, { ...ISSUE, ...issue });

describe('what an issue says about its ticket', () => {
  it('nothing when it was seen already, or something newer was', () => {
    expect(read({ updatedAt: at('10:00').toISOString() })).toBeNull();
    expect(read({ ...DONE, updatedAt: at('09:59').toISOString() })).toBeNull();
  });

  it('something when only its key changed', () => {
    const moved = read({ key: 'DATA-7', projectKey: 'DATA', updatedAt: at('10:00').toISOString() });
    expect(moved).toMatchObject({ ticket: { key: 'DATA-7', projectKey: 'DATA' }, move: null, change: null });
  });

  it('its move, at the time its status changed rather than at its last edit', () => {
    const reading = read(DONE);
    expect(reading?.move).toMatchObject({ at: at('10:55'), toStatus: 'Done', fromCategory: 'new' });
    expect(reading?.change).toMatchObject({ kind: 'moved', at: at('10:55'), from: 'new', to: 'done' });
    expect(reading?.ticket).toMatchObject({ closedAt: at('10:55'), firstMovedAt: at('10:55') });
  });

  it('a move within its category is a move, and no news for the lineage', () => {
    const reading = read({ status: 'Selected' });
    expect(reading?.move).toMatchObject({ fromStatus: 'To Do', toStatus: 'Selected' });
    expect(reading?.change).toBeNull();
    expect(reading?.ticket.firstMovedAt).toBeNull();
  });

  it('that it was closed as won’t do after it was closed as done', () => {
    const known = {
      status: 'Done',
      statusCategory: 'done',
      resolution: 'Done',
      closedAt: at('09:30'),
    } as const;
    const reading = read({ ...DONE, resolution: 'Duplicate' }, known);
    expect(reading?.move).toBeNull();
    expect(reading?.change).toMatchObject({ kind: 'moved', from: 'done', to: 'done', isWontDo: true });
    expect(reading?.ticket.closedAt).toEqual(at('09:30'));
  });

  it('that it is back when it was thought deleted, however old its version', () => {
    const reading = read(
      { updatedAt: at('10:00').toISOString() },
      { deletedAt: at('10:30'), syncState: 'deleted' },
    );
    expect(reading?.change).toMatchObject({ kind: 'restored', to: 'new' });
    expect(reading?.ticket).toMatchObject({ deletedAt: null, syncState: 'in_sync' });
  });

  it('keeps the day it first moved and forgets the day it closed when it is opened again', () => {
    const known = {
      status: 'Done',
      statusCategory: 'done',
      firstMovedAt: at('09:10'),
      closedAt: at('09:20'),
      ours: { summary: 'words', status: 'done' },
      agreed: { summary: 'words', status: 'done' },
    } as const;
    expect(read({}, known)?.ticket).toMatchObject({ firstMovedAt: at('09:10'), closedAt: null });
  });

  it.each([
    ['what only they changed is adopted', {}, { summary: 'theirs' }, 'in_sync', 'theirs'],
    ['what only we want is still to be said', { summary: 'ours', status: 'open' }, {}, 'ours_ahead', 'ours'],
    [
      'what both changed is a conflict',
      { summary: 'ours', status: 'open' },
      { summary: 'theirs' },
      'conflict',
      'ours',
    ],
  ] as const)('%s', (_, ours, issue, syncState, summary) => {
    const reading = read(issue, Object.keys(ours).length > 0 ? { ours } : {});
    expect(reading?.ticket).toMatchObject({ syncState, ours: { summary } });
  });
});
