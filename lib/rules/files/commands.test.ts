import { beforeEach, describe, expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import type { Actor } from '@/lib/people/schema';
import { seedShippedRuleSets } from '../commands';
import * as editing from '../editing/commands';
import { listVersions, readRuleSet, readVersion } from '../editing/data';
import { packFolder, unpackFolder } from './archive';
import { takeFiles } from './commands';
import { compareFolder } from './compare';
import { exportFolder } from './export';
import type { Folder } from './sift';

const ada: Actor = { kind: 'user', id: null, name: 'ada@example.com', role: 'operator' };
const note = 'As merged in git';

type Wish = { slug?: string; days?: number; title?: string; expected?: string };
const yamlOf = ({ slug = 'idle', days = 14, title = 'Idle things', expected = '[idle]' }: Wish = {}) =>
  `ruleset: ${slug}
title: ${title}
domain: finops
rules:
  - name: idle
    condition: "idle_days >= ${days}"
    recommend: { action: stop, reason: "Idle" }

# what it must hold
tests:
  - name: thirty days are enough
    given: { idle_days: 30 }
    expect: { matched: ${expected} }
`;

/** A folder as it comes out of an archive; without a manifest unless one is given. */
function folderOf(files: Record<string, string>, manifest: string | null = null): Folder {
  const read = unpackFolder(
    packFolder(Object.entries(files).map(([path, text]) => ({ path, text }))),
    'rules.tar.gz',
  );
  return { ...read, manifest };
}

async function exported(drafts = false): Promise<Folder> {
  return unpackFolder(packFolder(await exportFolder(database(), { drafts })), 'rules.tar.gz');
}

const compare = (folder: Folder) => compareFolder(database(), folder);
const stand = async (folder: Folder) =>
  (await compare(folder)).files.map(({ slug, state }) => [slug ?? '?', state] as const);

/** What a person would do with all of it. */
async function take(folder: Folder, how: { publish: boolean; both?: boolean }) {
  const { files } = await compare(folder);
  const chosen = files.flatMap(({ path, file, currentVersion, merged }) =>
    path === null || file === null
      ? []
      : [{ path, yaml: file, currentVersion, ...(how.both && merged ? { text: merged.yaml } : {}) }],
  );
  return (await takeFiles({ actor: ada, files: chosen, note, publish: how.publish })).results;
}

async function publish(yaml: string) {
  const { current } = await readRuleSet(database(), 'idle');
  const baseVersion = current?.version ?? 0;
  const { number, revision } = await editing.startDraft({ actor: ada, slug: 'idle', yaml, baseVersion });
  await editing.publishDraft({ actor: ada, slug: 'idle', number, revision, note: 'Edited here' });
}

async function makeIdle() {
  await editing.createRuleSet({ actor: ada, yaml: yamlOf() });
  await editing.publishDraft({ actor: ada, slug: 'idle', number: 1, revision: 1, note: 'The first' });
}

beforeEach(async () => {
  await database().$executeRaw`TRUNCATE rule_sets CASCADE`;
});

describe('what was exported', () => {
  it('is all the same when it comes back, shipped sets and those made here', async () => {
    await seedShippedRuleSets();
    await makeIdle();
    const folder = await exported();
    expect(folder.files.length).toBeGreaterThan(15);
    expect(new Set((await stand(folder)).map(([, state]) => state))).toEqual(new Set(['same']));
    const { yaml } = await readVersion(database(), { slug: 'idle', version: 1 });
    expect(folder.files.find(({ path }) => path === 'finops/idle.yaml')?.text).toBe(yaml);
  });

  it('makes the same sets on an installation that has none', async () => {
    await makeIdle();
    const folder = await exported();
    await database().$executeRaw`TRUNCATE rule_sets CASCADE`;
    expect(await stand(folder)).toEqual([['idle', 'new']]);
    expect(await take(folder, { publish: true })).toMatchObject([{ outcome: 'published', version: 1 }]);
    expect(await stand(folder)).toEqual([['idle', 'same']]);
  });

  it('has a disabled set too, and drafts only when they are asked for; they are not compared', async () => {
    await makeIdle();
    await editing.setEnabled({ actor: ada, slug: 'idle', enabled: false });
    await editing.startDraft({ actor: ada, slug: 'idle', yaml: 'rules: [', baseVersion: 1 });
    const pathsOf = ({ files, ignored }: Folder) => [...files, ...ignored].map(({ path }) => path);
    expect(pathsOf(await exported())).toEqual(['finops/idle.yaml']);
    expect(pathsOf(await exported(true))).toEqual(['finops/idle.yaml', 'drafts/idle-2.yaml']);
    expect(await stand(await exported(true))).toEqual([['idle', 'same']]);
  });
});

describe('a file', () => {
  it('that was edited since the export is changed; the difference and what both had in common are told', async () => {
    await makeIdle();
    const { manifest } = await exported();
    const edited = folderOf({ 'finops/idle.yaml': yamlOf({ days: 20 }) }, manifest);
    expect((await compare(edited)).files).toMatchObject([
      {
        ...{ state: 'changed', path: 'finops/idle.yaml', slug: 'idle', currentVersion: 1, errors: [] },
        ...{ file: yamlOf({ days: 20 }), current: yamlOf(), base: 'version 1, as exported', merged: null },
      },
    ]);
  });

  it('that was not, while the set moved on here, is told apart from one that changed', async () => {
    await makeIdle();
    const folder = await exported();
    await publish(yamlOf({ days: 16 }));
    expect((await compare(folder)).files).toMatchObject([{ state: 'here', base: 'version 1, as exported' }]);
    // also without the manifest: the version says what the file says
    expect((await compare({ ...folder, manifest: null })).files).toMatchObject([
      { state: 'here', base: 'version 1' },
    ]);
  });

  it('that was edited, while the set moved on here, is a conflict with both changes in one text', async () => {
    await makeIdle();
    const { manifest } = await exported();
    await publish(yamlOf({ title: 'Idle for long' }));
    const edited = folderOf({ 'finops/idle.yaml': yamlOf({ days: 20 }) }, manifest);
    expect((await compare(edited)).files).toMatchObject([
      { state: 'conflict', merged: { yaml: yamlOf({ days: 20, title: 'Idle for long' }), conflicts: 0 } },
    ]);
    const clashing = folderOf({ 'finops/idle.yaml': yamlOf({ title: 'Idle at last' }) }, manifest);
    const [conflict] = (await compare(clashing)).files;
    expect(conflict).toMatchObject({ state: 'conflict', merged: { conflicts: 1 } });
    expect(conflict?.merged?.yaml).toContain(
      '<<<<<<< the file\ntitle: Idle at last\n=======\ntitle: Idle for long\n>>>>>>> version 2\n',
    );
  });

  it('that says by now what was done here as well is no conflict', async () => {
    await makeIdle();
    const { manifest } = await exported();
    await publish(yamlOf({ title: 'Idle for long', days: 20 }));
    const edited = folderOf({ 'finops/idle.yaml': yamlOf({ days: 20 }) }, manifest);
    expect((await compare(edited)).files).toMatchObject([{ state: 'here' }]);
  });

  it('is judged by the file that was taken last, where that is newer than the export', async () => {
    await makeIdle();
    const { manifest } = await exported();
    await take(folderOf({ 'finops/idle.yaml': yamlOf({ days: 20 }) }, manifest), { publish: true });
    const next = folderOf({ 'finops/idle.yaml': yamlOf({ days: 21 }) }, manifest);
    expect((await compare(next)).files).toMatchObject([
      { state: 'changed', base: 'the file taken as version 2' },
    ]);
    const reverted = folderOf({ 'finops/idle.yaml': yamlOf() }, manifest);
    expect((await compare(reverted)).files).toMatchObject([{ state: 'changed' }]); // git went back on purpose
  });

  it('of a set that nothing is known of but that it differs is changed', async () => {
    await makeIdle();
    const [file] = (await compare(folderOf({ 'idle.yaml': yamlOf({ days: 20 }) }))).files;
    expect(file).toMatchObject({ state: 'changed', base: null });
  });

  it('that is wrong tells where, and its set is not gone', async () => {
    await makeIdle();
    const { files } = await compare(
      folderOf({
        'finops/idle.yaml': yamlOf().replace('idle_days >= 14', 'idle_days >='),
        'finops/nameless.yaml': 'rules:\n  - name: one\n    condition: "a == 1"\n',
        'finops/broken.yaml': 'rules: [',
      }),
    );
    expect(files.map(({ path, slug, state }) => [path, slug, state])).toEqual([
      ['finops/broken.yaml', null, 'invalid'],
      ['finops/idle.yaml', 'idle', 'invalid'],
      ['finops/nameless.yaml', null, 'invalid'],
    ]);
    expect(files[1]?.errors).toMatchObject([{ line: 6, column: expect.any(Number) }]);
    expect(files[2]?.errors).toMatchObject([{ message: expect.stringContaining('needs a name') }]);
  });

  it('of a set that another file is of as well is at fault, and so is the other', async () => {
    const { files } = await compare(folderOf({ 'a.yaml': yamlOf(), 'b.yaml': yamlOf({ days: 20 }) }));
    expect(files.map(({ state, errors }) => [state, errors[0]?.message])).toEqual([
      ['invalid', 'The set "idle" is in b.yaml too.'],
      ['invalid', 'The set "idle" is in a.yaml too.'],
    ]);
  });

  it('whose own tests fail says which', async () => {
    const [file] = (await compare(folderOf({ 'a.yaml': yamlOf({ days: 40 }) }))).files;
    expect(file).toMatchObject({ state: 'new', failingTests: ['thirty days are enough'] });
  });

  it('that a folder lacks is told as gone, and stays; a single file says nothing of the others', async () => {
    await makeIdle();
    expect(await stand(folderOf({ 'README.md': 'nothing else' }))).toEqual([['idle', 'gone']]);
    expect(await take(folderOf({ 'README.md': 'nothing else' }), { publish: true })).toEqual([]);
    const one = unpackFolder(Buffer.from(yamlOf({ slug: 'other' })), 'other.yaml');
    expect(await stand(one)).toEqual([['other', 'new']]);
  });
});

describe('taking files', () => {
  it('publishes them as the next versions, with the note, by whom, and an event each', async () => {
    await makeIdle();
    const folder = folderOf({
      'finops/idle.yaml': yamlOf({ days: 20 }),
      'finops/other.yaml': yamlOf({ slug: 'other' }),
    });
    expect(await take(folder, { publish: true })).toMatchObject([
      { slug: 'idle', outcome: 'published', version: 2 },
      { slug: 'other', outcome: 'published', version: 1 },
    ]);
    expect((await readRuleSet(database(), 'idle')).current).toMatchObject({
      ...{ version: 2, yaml: yamlOf({ days: 20 }), note, publishedBy: ada.name },
    });
    const events = await database().auditEvent.findMany({
      where: { action: 'rule_set.published', after: { path: ['file'], string_starts_with: 'finops/' } },
      orderBy: { id: 'desc' },
      take: 2,
    });
    expect(events.map(({ after }) => after).reverse()).toMatchObject([
      { slug: 'idle', version: 2, note, file: 'finops/idle.yaml' },
      { slug: 'other', version: 1, note, file: 'finops/other.yaml' },
    ]);
  });

  it('as drafts publishes nothing, and twice makes no second one', async () => {
    await makeIdle();
    const folder = folderOf({
      'finops/idle.yaml': yamlOf({ days: 20 }),
      'new.yaml': yamlOf({ slug: 'new' }),
    });
    expect(await take(folder, { publish: false })).toMatchObject([
      { slug: 'idle', outcome: 'drafted', draft: 2 },
      { slug: 'new', outcome: 'drafted', draft: 1 },
    ]);
    expect(await readRuleSet(database(), 'idle')).toMatchObject({
      ...{ current: { version: 1 }, drafts: [{ baseVersion: 1, yaml: yamlOf({ days: 20 }) }] },
    });
    expect((await compare(folder)).files.map(({ draft }) => draft)).toEqual([2, 1]);
    expect(await take(folder, { publish: false })).toMatchObject([
      { outcome: 'unchanged', draft: 2 },
      { outcome: 'unchanged', draft: 1 },
    ]);
  });

  it('leaves nothing of one that cannot be published, and takes the others', async () => {
    const folder = folderOf({
      'a.yaml': yamlOf({ slug: 'fails', days: 40 }),
      'b.yaml': yamlOf({ slug: 'works' }),
      'c.yaml': yamlOf({ slug: 'import' }),
    });
    expect(await take(folder, { publish: true })).toMatchObject([
      { slug: 'fails', outcome: 'refused', error: expect.stringContaining('1 of 1 tests fails') },
      { slug: 'works', outcome: 'published' },
      { slug: 'import', outcome: 'refused', error: expect.stringContaining('cannot be the name') },
    ]);
    const left = await database().ruleSet.findMany({ select: { slug: true } });
    expect(left).toEqual([{ slug: 'works' }]);
  });

  it('is refused for a set that somebody published since the comparison, whichever comes first', async () => {
    await makeIdle();
    const stale = [{ path: 'idle.yaml', yaml: yamlOf({ days: 20 }), currentVersion: 1 }];
    const takeStale = (publishes: boolean) =>
      takeFiles({ actor: ada, files: stale, note, publish: publishes });
    const [one, other] = await Promise.all([takeStale(true), takeStale(true)]);
    const outcomes = [...one.results, ...other.results].map(({ outcome }) => outcome);
    expect(outcomes.sort()).toEqual(['published', 'refused']);
    expect((await takeStale(false)).results).toMatchObject([
      { outcome: 'refused', error: expect.stringContaining('compare again') },
    ]);
    expect((await listVersions(database(), { slug: 'idle', limit: 9 })).items).toHaveLength(2);
  });

  it('of a conflict as both in one keeps both edits, and the file is known to be in it', async () => {
    await makeIdle();
    const { manifest } = await exported();
    await publish(yamlOf({ title: 'Idle for long' }));
    const edited = folderOf({ 'finops/idle.yaml': yamlOf({ days: 20 }) }, manifest);
    expect(await take(edited, { publish: true, both: true })).toMatchObject([{ outcome: 'published' }]);
    const { current } = await readRuleSet(database(), 'idle');
    expect(current?.yaml).toBe(yamlOf({ days: 20, title: 'Idle for long' }));
    expect((await compare(edited)).files).toMatchObject([
      { state: 'here', base: 'the file taken as version 3' },
    ]);
  });

  it('of a conflict with marks is a draft to choose in, and cannot be published', async () => {
    await makeIdle();
    const { manifest } = await exported();
    await publish(yamlOf({ title: 'Idle for long' }));
    const clashing = folderOf({ 'finops/idle.yaml': yamlOf({ title: 'Idle at last' }) }, manifest);
    expect(await take(clashing, { publish: true, both: true })).toMatchObject([{ outcome: 'refused' }]);
    expect(await take(clashing, { publish: false, both: true })).toMatchObject([{ outcome: 'drafted' }]);
    const { drafts, current } = await readRuleSet(database(), 'idle');
    expect(drafts[0]?.yaml).toContain('<<<<<<< the file\ntitle: Idle at last\n=======\n');
    expect(drafts[0]?.baseVersion).toBe(2);
    expect(current?.yaml).toBe(yamlOf({ title: 'Idle for long' }));
  });

  it('asks what floors above have against each text, and not for drafts', async () => {
    const asked: string[] = [];
    const files = [{ path: 'idle.yaml', yaml: yamlOf(), currentVersion: 0 }];
    const checksOf = async (yaml: string) => {
      asked.push(yaml);
      return [async () => ({ told: { checked: 'yes' } })];
    };
    await takeFiles({ actor: ada, files, note, publish: false, checksOf });
    expect(asked).toEqual([]);
    await takeFiles({ actor: ada, files, note, publish: true, checksOf });
    expect(asked).toEqual([yamlOf()]);
  });
});
