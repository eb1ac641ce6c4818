import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { systemActor } from '@/lib/people/schema';
import { seedShippedRuleSets } from '@/lib/rules/commands';
import { createRuleSet, publishDraft, startDraft } from '@/lib/rules/editing/commands';
import { readRuleSet } from '@/lib/rules/editing/data';
import { runRules } from './run';

const actor = systemActor('test');
let folder = '';
let said: string[] = [];
const run = (...args: string[]) => runRules(args, (text) => said.push(text));
const idle = (days: number) =>
  `ruleset: idle\ndomain: finops\nrules:\n  - name: idle\n    condition: "idle_days >= ${days}"\n    message: Idle\n`;

beforeEach(async () => {
  await database().$executeRaw`TRUNCATE rule_sets CASCADE`;
  await createRuleSet({ actor, yaml: idle(14) });
  await publishDraft({ actor, slug: 'idle', number: 1, revision: 1, note: 'The first' });
  folder = mkdtempSync(join(tmpdir(), 'evenkeel-rules-cli-'));
  said = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

it('what was exported compares as the same, shipped sets too', async () => {
  await seedShippedRuleSets();
  expect(await run('export', folder)).toBe(0);
  expect(await run('compare', folder)).toBe(0);
  expect(said.at(-1)).toMatch(/^(\d+) of \1 are the same\.$/);
});

it('a difference is told in a table and by the exit code, a fault with its place', async () => {
  await run('export', folder);
  writeFileSync(join(folder, 'finops/idle.yaml'), idle(20));
  writeFileSync(join(folder, 'finops/wrong.yaml'), idle(20).replace('idle\n', 'wrong\n').replace('20', ''));
  said = [];
  expect(await run('compare', folder)).toBe(1);
  expect(said[0]?.split('\n')).toEqual([
    'State    Set    File               What',
    'invalid  wrong  finops/wrong.yaml  cannot be read',
    'changed  idle   finops/idle.yaml   changed in the file',
  ]);
  expect(said[1]).toMatch(/^finops\/wrong\.yaml:5:\d+: /);
});

it('an import takes what only the folder changed, and leaves a conflict to a person', async () => {
  await run('export', folder);
  writeFileSync(join(folder, 'finops/idle.yaml'), idle(20));
  writeFileSync(join(folder, 'other.yaml'), idle(7).replace('idle\n', 'other\n'));
  expect(await run('import', folder, '--note', 'From git', '--publish')).toBe(0);
  expect(said.at(-1)).toBe('2 taken, 0 refused, 0 left for a person to settle.');
  const { current } = await readRuleSet(database(), 'idle');
  expect(current).toMatchObject({ version: 2, yaml: idle(20), note: 'From git' });
  expect((await readRuleSet(database(), 'other')).current?.version).toBe(1);

  writeFileSync(join(folder, 'finops/idle.yaml'), idle(21));
  const { number, revision } = await startDraft({ actor, slug: 'idle', yaml: idle(22), baseVersion: 2 });
  await publishDraft({ actor, slug: 'idle', number, revision, note: 'Edited here' });
  expect(await run('import', folder, '--note', 'From git', '--publish')).toBe(1);
  expect(said.at(-1)).toBe('0 taken, 0 refused, 1 left for a person to settle.');
});

it('a set keeps the place that its file has in the folder', async () => {
  await run('export', folder);
  mkdirSync(join(folder, 'teams/web'), { recursive: true });
  renameSync(join(folder, 'finops/idle.yaml'), join(folder, 'teams/web/mine.yml'));
  writeFileSync(join(folder, 'teams/web/mine.yml'), idle(30));
  await run('export', folder);
  expect(readFileSync(join(folder, 'teams/web/mine.yml'), 'utf8')).toBe(idle(14));
  expect(await run('compare', folder)).toBe(0);
});

it('what it cannot do it says', async () => {
  await expect(run('export')).rejects.toThrow('npm run rules -- export');
  await expect(run('import', folder)).rejects.toThrow('--note');
  await expect(run('compare', join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'not_found' });
});
