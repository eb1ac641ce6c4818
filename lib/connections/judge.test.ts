import { describe, expect, it } from 'vitest';
import type { Asked } from './jira';
import * as judge from './judge';

const WHO = 'robot@a.example';
const answer = (body: unknown, status = 200, headers: Record<string, string> = {}): Asked => ({
  kind: 'answer',
  status,
  headers,
  text: JSON.stringify(body),
});
const PLAT = { projectKey: 'PLAT', issueTypes: ['Task'], assigns: false };

describe('sign-in', () => {
  it.each<[string, Asked, string, RegExp]>([
    ['works', answer({}), 'ok', /signed in as robot@a\.example/],
    ['with a wrong token', answer({}, 401), 'fail', /token of robot@a\.example is wrong/],
    ['without access', answer({}, 403), 'fail', /may not use/],
    ['at another address', answer('<html>', 404), 'fail', /answered 404/],
    ['at a host that is away', { kind: 'not_sent', reason: 'refused' }, 'fail', /no answer: refused/],
    ['at a host that may not be called', { kind: 'blocked', reason: 'private' }, 'fail', /private/],
  ])('%s', (_, asked, state, detail) => {
    const finding = judge.judgeSignIn(asked, WHO);
    expect(finding).toMatchObject({ state, detail: expect.stringMatching(detail) });
    expect(finding.fix === undefined).toBe(state === 'ok');
  });
});

describe('permissions', () => {
  const permissions = (lacking: string[]) =>
    answer({
      permissions: Object.fromEntries(
        judge.PERMISSION_KEYS.split(',').map((key) => [key, { havePermission: !lacking.includes(key) }]),
      ),
    });
  const states = (asked: Asked, assigns = false) =>
    judge.judgePermissions(asked, { ...PLAT, assigns }, WHO).map(({ check, state }) => `${check} ${state}`);

  it('are a check each; one that is lacking names what cannot be done then and which to give', () => {
    expect(states(permissions([]))).toEqual([
      'browse ok',
      'create ok',
      'transition ok',
      'comment ok',
      'assign ok',
    ]);
    const [, create] = judge.judgePermissions(permissions(['CREATE_ISSUES']), PLAT, WHO);
    expect(create).toMatchObject({
      state: 'fail',
      subject: 'PLAT',
      detail: expect.stringContaining('no ticket could be opened'),
      fix: expect.stringContaining('CREATE_ISSUES'),
    });
  });

  it('to assign matters only where a route names an assignee', () => {
    expect(states(permissions(['ASSIGN_ISSUES'])).at(-1)).toBe('assign warn');
    expect(states(permissions(['ASSIGN_ISSUES']), true).at(-1)).toBe('assign fail');
  });

  it('that cannot be read are none', () => {
    expect(new Set(states(answer('nonsense')).map((text) => text.split(' ')[1]))).toEqual(new Set(['fail']));
  });
});

it('an issue type is found whatever its case; a missing one names those there are', () => {
  const types = answer({
    issueTypes: [
      { id: '1', name: 'Task' },
      { id: '2', name: 'Bug' },
      { id: '3', name: 'Sub-task', subtask: true },
    ],
  });
  const judged = judge.judgeIssueTypes(types, { ...PLAT, issueTypes: ['task', 'Epic', 'Sub-task'] });
  expect(judged.map(({ state }) => state)).toEqual(['ok', 'fail', 'fail']);
  expect(judged[1]?.fix).toBe('Route to one of these: Task, Bug.');
});

it.each([
  ['Sat, 21 Nov 2026 12:00:30 GMT', 'ok', '30 s apart'],
  ['Sat, 21 Nov 2026 12:05:00 GMT', 'warn', 'the site is 300 s ahead of this machine'],
  ['Sat, 21 Nov 2026 11:58:00 GMT', 'warn', 'the site is 120 s behind this machine'],
  ['yesterday', 'skipped', 'the site did not say its time'],
])('a site that says %s is %s: %s', (date, state, detail) => {
  const now = new Date('2026-11-21T12:00:00Z');
  expect(judge.judgeClock(answer({}, 200, { date }), now)).toMatchObject({ state, detail });
});

it.each([
  [{}, 'ok'],
  [{ 'x-ratelimit-limit': '100', 'x-ratelimit-remaining': '99' }, 'ok'],
  [{ 'x-ratelimit-limit': '100', 'x-ratelimit-remaining': '9', 'x-ratelimit-nearlimit': 'true' }, 'warn'],
  [{ 'x-ratelimit-limit': '5', 'x-ratelimit-remaining': '5' }, 'warn'],
])('a rate limit of %j is %s', (headers, state) => {
  expect(judge.judgeLimits(answer({}, 200, headers), 10).state).toBe(state);
});

it('all checks together fail when one does, and name the first that did', () => {
  const check = (subject: string | null, state: 'ok' | 'warn' | 'fail', detail: string) =>
    judge.checkOf('create', subject, { state, detail });
  const judged = judge.judgeAll([
    check(null, 'ok', 'signed in'),
    check('PLAT', 'warn', 'slow'),
    check('DATA', 'fail', 'no ticket'),
    check('WEB', 'fail', 'no comment'),
  ]);
  expect(judged).toMatchObject({ ok: false, detail: 'DATA: no ticket, and 1 more' });
  expect(judge.judgeAll([check(null, 'ok', 'signed in')])).toMatchObject({ ok: true, detail: 'signed in' });
});
