import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import type { Actor } from '@/lib/people/schema';
import { seedShippedRuleSets } from '../commands';
import { currentVersions } from '../data';
import * as commands from './commands';
import { listVersions, readRuleSet, readVersion } from './data';

const person = (name: string): Actor => ({ kind: 'user', id: null, name, role: 'operator' });
const ada = person('ada@example.com');
const ben = person('ben@example.com');

const yamlOf = (slug: string, days: number, expected: string) => `ruleset: ${slug}
title: Idle things
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

/** A set of its own for each test, with `versions` published. */
async function makeSet(versions = 1) {
  const slug = `set-${randomUUID().slice(0, 8)}`;
  const text = (days: number, expected = '[idle]') => yamlOf(slug, days, expected);
  await commands.createRuleSet({ actor: ada, yaml: text(14) });
  const set = { slug, text, edit: (days: number) => edit(slug, text(days)) };
  if (versions > 0)
    await commands.publishDraft({ actor: ada, slug, number: 1, revision: 1, note: 'The first' });
  for (let version = 2; version <= versions; version += 1) await publish(slug, await set.edit(14 + version));
  return set;
}

async function edit(slug: string, yaml: string, actor = ada) {
  const { current } = await readRuleSet(database(), slug);
  return commands.startDraft({ actor, slug, yaml, baseVersion: current?.version ?? 0 });
}

const publish = (slug: string, { number, revision }: { number: number; revision: number }, actor = ada) =>
  commands.publishDraft({ actor, slug, number, revision, note: 'Waits longer' });

const auditOf = async (slug: string) => {
  const events = await database().auditEvent.findMany({
    where: { subjectKind: 'rule_set', after: { path: ['slug'], equals: slug } },
    orderBy: { id: 'asc' },
  });
  return events.map(({ action, actorName, after }) => ({ action, actorName, after }));
};

describe('a new rule set', () => {
  it('begins as a draft that no generation uses, and is used once it is published', async () => {
    const { slug, text } = await makeSet(0);
    const used = async () => (await currentVersions(database(), ['finops'])).find((set) => set.slug === slug);
    expect(await used()).toBeUndefined();
    expect(await readRuleSet(database(), slug)).toMatchObject({
      origin: 'operator',
      current: null,
      drafts: [{ number: 1, baseVersion: 0, revision: 1, createdBy: 'ada@example.com' }],
    });
    const published = await publish(slug, { number: 1, revision: 1 });
    expect(published).toEqual({ slug, version: 1, secondOpinion: null });
    expect(await used()).toMatchObject({ version: 1, yaml: text(14) });
    const { drafts, current } = await readRuleSet(database(), slug);
    expect(drafts).toEqual([]);
    expect(current).toMatchObject({ version: 1, note: 'Waits longer', publishedBy: 'ada@example.com' });
  });

  it('can be made from the template, which is valid and passes its tests in every domain', async () => {
    for (const domain of ['finops', 'quality', 'policy', 'general'] as const) {
      const slug = `made-${randomUUID().slice(0, 8)}`;
      await commands.createRuleSet({ actor: ada, slug, title: 'Made: "here"', domain });
      await expect(publish(slug, { number: 1, revision: 1 })).resolves.toEqual({
        slug,
        version: 1,
        secondOpinion: null,
      });
      expect(await readRuleSet(database(), slug)).toMatchObject({ title: 'Made: "here"', domain });
    }
  });

  it('can be a copy of another under a name of its own; the rest of the text stays to the letter', async () => {
    const { slug, text } = await makeSet();
    const copy = `copy-${randomUUID().slice(0, 8)}`;
    const { draft } = await commands.createRuleSet({ actor: ada, slug: copy, title: 'A copy', copyOf: slug });
    expect(draft.yaml).toBe(text(14).replace(slug, copy).replace('Idle things', '"A copy"'));
  });

  it('is refused when its name is taken or its text is wrong', async () => {
    const { slug, text } = await makeSet(0);
    await expect(commands.createRuleSet({ actor: ben, yaml: text(9) })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining(`“${slug}”`),
    });
    await expect(commands.createRuleSet({ actor: ben, yaml: 'rules: []' })).rejects.toMatchObject({
      code: 'invalid_input',
      errors: [{ line: 1, column: 8, message: expect.any(String) }],
    });
  });
});

describe('saving a draft', () => {
  it('counts its revision up, and is no deed when nothing changed', async () => {
    const { slug, text, edit: start } = await makeSet();
    const draft = await start(20);
    const save = (revision: number, days: number) =>
      commands.saveDraft({ actor: ada, slug, number: draft.number, revision, yaml: text(days) });
    expect(await save(1, 21)).toMatchObject({ revision: 2, yaml: text(21), baseVersion: 1 });
    expect(await save(2, 21)).toMatchObject({ revision: 2 });
    expect((await auditOf(slug)).filter(({ action }) => action === 'rule_set.draft_saved')).toHaveLength(1);
  });

  it('never writes over what somebody saved in between, also when both save at the same moment', async () => {
    const { slug, text, edit: start } = await makeSet();
    const { number } = await start(20);
    const save = (actor: Actor, days: number) =>
      commands.saveDraft({ actor, slug, number, revision: 1, yaml: text(days) });
    const results = await Promise.allSettled([save(ada, 21), save(ben, 22)]);
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(refused).toMatchObject([
      { code: 'conflict', message: expect.stringMatching(/saved draft.*safe\.$/) },
    ]);
    const kept = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value.yaml] : []));
    expect((await readRuleSet(database(), slug)).drafts.map(({ yaml }) => yaml)).toEqual(kept);
  });

  it('never reaches another draft that was begun after this one was published', async () => {
    const { slug, text, edit: start } = await makeSet();
    const { number } = await start(20);
    await publish(slug, { number, revision: 1 });
    const later = await edit(slug, text(15), ben);
    const save = commands.saveDraft({ actor: ada, slug, number, revision: 1, yaml: text(30) });
    await expect(save).rejects.toMatchObject({ code: 'not_found' });
    expect((await readRuleSet(database(), slug)).drafts).toEqual([later]);
  });

  it('of a draft that is gone says so', async () => {
    const { slug, text, edit: start } = await makeSet();
    const draft = await start(20);
    await publish(slug, draft);
    await expect(
      commands.saveDraft({ actor: ben, slug, number: draft.number, revision: 1, yaml: text(30) }),
    ).rejects.toMatchObject({ code: 'not_found', message: expect.stringContaining('Your text is safe') });
  });

  it('keeps what is not valid yet: it is a draft', async () => {
    const { slug, edit: start } = await makeSet();
    const { number } = await start(20);
    const yaml = 'rules:\n  - name: hal';
    await expect(commands.saveDraft({ actor: ada, slug, number, revision: 1, yaml })).resolves.toMatchObject({
      yaml,
    });
  });
});

describe('publishing', () => {
  it('is refused with line and column when the text is wrong, and nothing is published', async () => {
    const { slug, text } = await makeSet();
    const draft = await edit(slug, text(20).replace('idle_days >= 20', 'idle_days >='));
    await expect(publish(slug, draft)).rejects.toMatchObject({
      code: 'invalid_input',
      errors: [{ line: 6, column: expect.any(Number), message: expect.any(String) }],
    });
    expect((await readRuleSet(database(), slug)).current?.version).toBe(1);
  });

  it('is refused with the names of the tests that fail, and what each got', async () => {
    const { slug, text } = await makeSet();
    await expect(publish(slug, await edit(slug, text(40)))).rejects.toMatchObject({
      code: 'invalid_input',
      message: '1 of 1 tests fails: “thirty days are enough”. Nothing was published.',
      errors: [{ line: 11, message: expect.stringContaining('expected ["idle"], got []') }],
    });
    expect((await readRuleSet(database(), slug)).drafts).toHaveLength(1);
  });

  it('keeps the name of the set, and refuses a text that changes nothing', async () => {
    const { slug, text } = await makeSet();
    await expect(publish(slug, await edit(slug, text(20).replace(slug, 'other')))).rejects.toMatchObject({
      errors: [
        { line: 1, column: 10, message: expect.stringContaining(`named "${slug}" and keeps its name`) },
      ],
    });
    await expect(publish(slug, await edit(slug, text(14)))).rejects.toMatchObject({
      message: 'The text is that of version 1: there is nothing to publish.',
    });
  });

  it('is refused when another version was published meanwhile; the draft stays', async () => {
    const { slug, text, edit: start } = await makeSet();
    const mine = await start(20);
    await publish(slug, await edit(slug, text(16), ben), ben);
    await expect(publish(slug, mine)).rejects.toMatchObject({
      code: 'conflict',
      message: 'Version 2 was published while you edited version 1. Your text is safe.',
    });
    expect((await readRuleSet(database(), slug)).drafts).toEqual([mine]);
  });

  it('by two at once publishes one of them', async () => {
    const { slug, edit: start } = await makeSet();
    const [one, other] = [await start(20), await start(21)];
    const results = await Promise.allSettled([publish(slug, one), publish(slug, other, ben)]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const { items } = await listVersions(database(), { slug, limit: 50 });
    expect(items.map(({ version }) => version)).toEqual([2, 1]);
  });

  it('leaves every version to be read, and an older one can be begun from again', async () => {
    const { slug, text } = await makeSet(2);
    const first = await readVersion(database(), { slug, version: 1 });
    expect(first).toMatchObject({ yaml: text(14), isCurrent: false, note: 'The first' });
    await publish(slug, await edit(slug, first.yaml));
    expect((await readRuleSet(database(), slug)).current).toMatchObject({ version: 3, yaml: text(14) });
    const page = await listVersions(database(), { slug, limit: 2 });
    const rest = await listVersions(database(), { slug, limit: 2, cursor: page.nextCursor ?? '' });
    expect([...page.items, ...rest.items].map(({ version }) => version)).toEqual([3, 2, 1]);
    await expect(readVersion(database(), { slug, version: 9 })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('moving a draft onto the version that came between', () => {
  it('keeps both changes where they touch different lines', async () => {
    const { slug, text, edit: start } = await makeSet();
    const mine = await start(20);
    await publish(slug, await edit(slug, text(14).replace('thirty days', '30 days'), ben), ben);
    const { draft, conflicts } = await commands.moveDraft({
      actor: ada,
      slug,
      number: mine.number,
      revision: 1,
    });
    expect(conflicts).toBe(0);
    expect(draft).toMatchObject({ baseVersion: 2, revision: 2 });
    expect(draft.yaml).toBe(text(20).replace('thirty days', '30 days'));
    await expect(publish(slug, draft)).resolves.toEqual({ slug, version: 3, secondOpinion: null });
  });

  it('shows both where they touch the same line, and cannot be published before one is chosen', async () => {
    const { slug, text, edit: start } = await makeSet();
    const mine = await start(20);
    await publish(slug, await edit(slug, text(16), ben), ben);
    const { draft, conflicts } = await commands.moveDraft({
      actor: ada,
      slug,
      number: mine.number,
      revision: 1,
    });
    expect(conflicts).toBe(1);
    expect(draft.yaml).toContain(
      '<<<<<<< yours, from version 1\n    condition: "idle_days >= 20"\n=======\n',
    );
    expect(draft.yaml).toContain('"idle_days >= 16"\n>>>>>>> version 2\n');
    await expect(publish(slug, draft)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('is refused where it stands on the current version already', async () => {
    const { slug, edit: start } = await makeSet();
    const { number } = await start(20);
    await expect(commands.moveDraft({ actor: ada, slug, number, revision: 1 })).rejects.toMatchObject({
      code: 'conflict',
    });
  });
});

describe('restoring a version', () => {
  const restore = (slug: string, version: number, currentVersion: number) =>
    commands.restoreVersion({ actor: ben, slug, version, currentVersion, note: 'The first was right' });

  it('publishes its text again as the next one, with who and why; drafts stay as they are', async () => {
    const { slug, text, edit: start } = await makeSet(2);
    const draft = await start(20);
    expect(await restore(slug, 1, 2)).toMatchObject({ slug, version: 3 });
    expect(await readRuleSet(database(), slug)).toMatchObject({
      current: { version: 3, yaml: text(14), note: 'The first was right', publishedBy: ben.name },
      drafts: [draft],
    });
    expect((await auditOf(slug)).at(-1)).toMatchObject({
      action: 'rule_set.published',
      after: { version: 3, restored: 1, note: 'The first was right' },
    });
  });

  it('is refused over a version that one has not seen, of one that is not there, and of what stands already', async () => {
    const { slug } = await makeSet(2);
    await expect(restore(slug, 1, 1)).rejects.toMatchObject({
      code: 'conflict',
      message: 'Version 2 was published meanwhile: look at it first.',
    });
    await expect(restore(slug, 9, 2)).rejects.toMatchObject({ code: 'not_found' });
    await expect(restore(slug, 2, 2)).rejects.toMatchObject({ code: 'invalid_input' });
    expect((await readRuleSet(database(), slug)).current?.version).toBe(2);
  });

  it('keeps to what publishing a draft keeps to', async () => {
    const { slug } = await makeSet(2);
    const checks = [
      async () => {
        throw new AppError('conflict', 'too much at once');
      },
    ];
    const wish = { actor: ben, slug, version: 1, currentVersion: 2, note: 'The first was right', checks };
    await expect(commands.restoreVersion(wish)).rejects.toMatchObject({ message: 'too much at once' });
  });
});

it('a set cannot take a name that stands for something else in addresses', async () => {
  for (const slug of ['import', 'export']) {
    const made = commands.createRuleSet({ actor: ada, slug, title: 'Mine' });
    await expect(made).rejects.toMatchObject({ code: 'invalid_input' });
  }
});

describe('ending a draft', () => {
  it('leaves the versions as they are, and is refused after somebody saved it', async () => {
    const { slug, text, edit: start } = await makeSet();
    const { number } = await start(20);
    await commands.saveDraft({ actor: ben, slug, number, revision: 1, yaml: text(21) });
    const end = (revision: number) => commands.deleteDraft({ actor: ada, slug, number, revision });
    await expect(end(1)).rejects.toMatchObject({ code: 'conflict' });
    expect(await end(2)).toEqual({ slug, isSetDeleted: false });
    expect(await readRuleSet(database(), slug)).toMatchObject({ drafts: [], current: { version: 1 } });
  });

  it('takes a set with it of which nothing was ever published', async () => {
    const { slug } = await makeSet(0);
    expect(await commands.deleteDraft({ actor: ada, slug, number: 1, revision: 1 })).toEqual({
      slug,
      isSetDeleted: true,
    });
    await expect(readRuleSet(database(), slug)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('of a set with twenty drafts is what has to come before the next', async () => {
    const { edit: start } = await makeSet();
    for (let days = 1; days <= 20; days += 1) await start(days);
    await expect(start(21)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('20'),
    });
  });
});

it('a disabled set is used by no generation until it is enabled again', async () => {
  const { slug } = await makeSet();
  const isUsed = async () => (await currentVersions(database(), ['finops'])).some((set) => set.slug === slug);
  await commands.setEnabled({ actor: ada, slug, enabled: false });
  expect(await isUsed()).toBe(false);
  await commands.setEnabled({ actor: ada, slug, enabled: false });
  await commands.setEnabled({ actor: ada, slug, enabled: true });
  expect(await isUsed()).toBe(true);
  const deeds = (await auditOf(slug)).map(({ action }) => action);
  expect(deeds.slice(-2)).toEqual(['rule_set.disabled', 'rule_set.enabled']); // and no third for nothing
});

it('the audit tells every deed with version, checksum and size, and no text', async () => {
  const { slug, text, edit: start } = await makeSet();
  const draft = await start(20);
  await publish(slug, draft);
  const events = await auditOf(slug);
  expect(events.map(({ action }) => action)).toEqual([
    'rule_set.created',
    'rule_set.published',
    'rule_set.draft_started',
    'rule_set.published',
  ]);
  expect(events.at(-1)).toMatchObject({
    actorName: 'ada@example.com',
    after: { version: 2, checksum: expect.stringMatching(/^[0-9a-f]{64}$/), bytes: text(20).length },
  });
  expect(JSON.stringify(events)).not.toContain('idle_days');
});

describe('a shipped set that is changed here', () => {
  it('says so, says when an update has a newer text, and follows updates again once the shipped text is back', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'evenkeel-rules-'));
    const slug = `shipped-${randomUUID().slice(0, 8)}`;
    const ship = async (days: number) => {
      await writeFile(join(folder, 'set.yaml'), yamlOf(slug, days, '[idle]'));
      return seedShippedRuleSets({ folder });
    };
    await ship(14);
    const told = async () => {
      const { isChangedHere, shipped, current } = await readRuleSet(database(), slug);
      return { isChangedHere, shipped: shipped?.yaml ?? null, version: current?.version };
    };
    expect(await told()).toEqual({ isChangedHere: false, shipped: null, version: 1 });
    await publish(slug, await edit(slug, yamlOf(slug, 20, '[idle]')));
    expect(await told()).toEqual({ isChangedHere: true, shipped: null, version: 2 });
    expect((await ship(16)).keptForOperator).toEqual([slug]);
    expect(await told()).toEqual({ isChangedHere: true, shipped: yamlOf(slug, 16, '[idle]'), version: 2 });
    await publish(slug, await edit(slug, yamlOf(slug, 16, '[idle]')));
    expect(await told()).toEqual({ isChangedHere: false, shipped: null, version: 3 });
    expect((await ship(18)).published).toEqual([slug]);
    await rm(folder, { recursive: true });
  });
});
