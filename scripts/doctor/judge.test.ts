import { expect, it } from 'vitest';
import * as judge from './judge';

const server: judge.Server = {
  version: '16.2',
  mayCreate: true,
  hasTrigrams: true,
  keepsSessions: true,
  port: 5432,
};
const statesOf = (changes: Partial<judge.Server>) =>
  judge
    .judgeServer({ ...server, ...changes })
    .map(({ check, state }) => `${check} ${state}`)
    .filter((told) => !told.endsWith(' ok'));
const worker = { id: 'w', version: '0.1.0', isAlive: true };
const web = { publicUrl: 'https://e.example', isSet: true, isLoopback: false, answered: null };

it.each<[string, judge.Finding, judge.State]>([
  ['Node 20.11', judge.judgeNode('20.11.1'), 'fail'],
  ['Node 20.12', judge.judgeNode('20.12.0'), 'ok'],
  ['Node 22.0', judge.judgeNode('22.0.0'), 'ok'],
  ['Node 9', judge.judgeNode('9.99.0'), 'fail'],
  ['no build', judge.judgeBuildState('none'), 'warn'],
  ['an old build', judge.judgeBuildState('older'), 'warn'],
  ['a build', judge.judgeBuildState('current'), 'ok'],
  ['a full disk', judge.judgeDisk('/x', 100e6), 'fail'],
  ['a disk that fills', judge.judgeDisk('/x', 2e9), 'warn'],
  ['a disk', judge.judgeDisk('/x', 50e9), 'ok'],
  ['nothing to migrate', judge.judgePending([], 3), 'ok'],
  ['a migration to come', judge.judgePending(['4_x'], 3), 'warn'],
  ['clocks together', judge.judgeDatabaseClock(-1_900), 'ok'],
  ['a clock behind', judge.judgeDatabaseClock(2_100), 'warn'],
  ['a clock ahead', judge.judgeDatabaseClock(-2_100), 'warn'],
  ['the key', judge.judgeSeal(null, [], 2), 'ok'],
  ['another key', judge.judgeSeal('sealed with another SEAL_KEY', [], 0), 'fail'],
  ['a secret of another key', judge.judgeSeal(null, ['jira'], 1), 'fail'],
  ['no worker', judge.judgeWorkers([], '0.1.0'), 'fail'],
  ['a worker that is gone', judge.judgeWorkers([{ ...worker, isAlive: false }], '0.1.0'), 'fail'],
  ['a worker', judge.judgeWorkers([worker, { ...worker, version: '0', isAlive: false }], '0.1.0'), 'ok'],
  ['a worker of another version', judge.judgeWorkers([worker], '0.2.0'), 'warn'],
  ['schedules', judge.judgeSchedules([]), 'ok'],
  ['a schedule that is late', judge.judgeSchedules(['weekly']), 'fail'],
  ['runs', judge.judgeRuns({ stuck: 0, failed: 0 }), 'ok'],
  ['a run nobody takes', judge.judgeRuns({ stuck: 1, failed: 1 }), 'fail'],
  ['runs that failed', judge.judgeRuns({ stuck: 0, failed: 1 }), 'warn'],
  ['a web server', judge.judgeAddress(web), 'ok'],
  ['one that is away', judge.judgeAddress({ ...web, answered: 'refused' }), 'warn'],
  ['one open without TLS', judge.judgeAddress({ ...web, publicUrl: 'http://e.example' }), 'warn'],
  ['one open without a name', judge.judgeAddress({ ...web, isSet: false }), 'warn'],
  [
    'one of this machine',
    judge.judgeAddress({ ...web, publicUrl: 'http://localhost', isLoopback: true }),
    'ok',
  ],
])('%s', (_what, finding, state) => {
  expect(finding).toMatchObject({ state });
  // Whoever reads what is wrong reads what to do.
  expect(finding.todo === undefined).toBe(state === 'ok');
});

it.each<[string, Partial<judge.Server>, string[]]>([
  ['a good server', {}, []],
  ['an old one', { version: '13.9' }, ['Server fail']],
  ['one where we may not', { mayCreate: false }, ['Rights fail']],
  ['one without trigrams', { hasTrigrams: false }, ['Extension warn']],
  ['a pooler that keeps sessions', { port: 6432 }, ['Pooler warn']],
  ['a pooler that does not', { port: 6432, keepsSessions: false }, ['Pooler fail']],
])('%s', (_what, changes, told) => {
  expect(statesOf(changes)).toEqual(told);
});

it('the exit code is 1 for what is broken, not for what could be better', () => {
  const good = judge.judgeRuns({ stuck: 0, failed: 0 });
  const warned = judge.judgeRuns({ stuck: 0, failed: 1 });
  const broken = judge.judgeRuns({ stuck: 1, failed: 0 });
  expect(judge.exitCodeOf([good, warned, judge.skipped('x', 'y')])).toBe(0);
  expect(judge.exitCodeOf([good, broken])).toBe(1);
  expect(judge.lineOf(broken)).toMatch(/^✗ Runs .*\n {4}→ /);
});
