import { beforeAll, describe, expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import type { Actor } from '@/lib/people/schema';
import { createRuleSet, publishDraft, setEnabled, startDraft } from '@/lib/rules/editing/commands';
import { listRuleSets, readRuleSetWithFigures } from './rule-sets.data';
import { listRuleSetsInput } from './rule-sets.schema';
import {
  generate,
  hour,
  known,
  makeConnection,
  makeResource,
  makeSnapshot,
  makeSource,
  scripted,
} from './testing';

const ada: Actor = { kind: 'user', id: null, name: 'ada@example.com', role: 'operator' };
const yamlOf = (slug: string, condition: string) => `ruleset: ${slug}
title: The set ${slug}
domain: finops
rules:
  - name: stop
    condition: "${condition}"
    recommend: { action: stop, savings: claim, reason: "idle" }
`;
const create = (slug: string, condition: string) =>
  createRuleSet({ actor: ada, yaml: yamlOf(slug, condition) });
const publish = (slug: string, number = 1) =>
  publishDraft({ actor: ada, slug, number, revision: 1, note: 'As agreed' });
const list = async (input: Record<string, unknown> = {}) =>
  (await listRuleSets(database(), listRuleSetsInput.parse(input))).items;
const figuresOf = async (slug: string) => (await readRuleSetWithFigures(database(), slug)).figures;

describe('rule sets with what they come to', () => {
  let resources: string[];
  let snapshotIds: string[];
  const run = (at: number) =>
    generate({
      resources: resources.map((id, index) => known({ id, facts: { idle: true, size: index } })),
      snapshotIds,
      clock: scripted(hour(at), hour(at)),
    });

  beforeAll(async () => {
    resources = await Promise.all(['one', 'two', 'three', 'four'].map(makeResource));
    snapshotIds = [await makeSnapshot({ sourceId: await makeSource('focus'), through: hour(24) })];
    await makeConnection({ isSandbox: true });
    await create('idle', 'idle == true and size >= 1');
    await publish('idle');
    await create('blind', 'requests == 0');
    await publish('blind');
    await create('in-hand', 'idle == true');
    await run(100);
  });

  it('say what is open, what is unknown and which rules can never fire', async () => {
    expect(await figuresOf('idle')).toMatchObject({
      version: 1,
      openSavings: [{ currency: 'USD', amount: '300', count: 3 }],
      found: 3,
      dismissedShare: 0,
      matched: 3,
      unknown: 0,
      unknownShare: 0,
      lastMatchAt: hour(100).toISOString(),
      neverFires: [],
      shadow: [],
      live: [expect.stringMatching(/^jira-/)],
    });
    expect(await figuresOf('blind')).toMatchObject({
      openSavings: [],
      dismissedShare: null,
      matched: 0,
      unknown: 4,
      unknownShare: 1,
      lastMatchAt: null,
      neverFires: ['blind/stop: 0 true, 4 unknown: `requests` is in no source'],
    });
    expect(await figuresOf('in-hand')).toMatchObject({ state: 'unpublished', drafts: 1, unknownShare: null });
  });

  it('come with the most unknown first, and one by one the same', async () => {
    expect((await list()).map(({ slug }) => slug)).toEqual(['blind', 'idle', 'in-hand']);
    expect((await list({ sort: '-openSaving' })).map(({ slug }) => slug)).toEqual([
      'idle',
      'in-hand',
      'blind',
    ]);
    for (const sort of ['-unknownShare', 'slug', '-title', '-openSaving', 'dismissedShare', '-lastMatch']) {
      const walked: string[] = [];
      let cursor: string | null | undefined;
      do {
        const input = listRuleSetsInput.parse({ sort, limit: 1, ...(cursor ? { cursor } : {}) });
        const page = await listRuleSets(database(), input);
        walked.push(...page.items.map(({ slug }) => slug));
        cursor = page.nextCursor;
      } while (cursor);
      expect(walked).toEqual((await list({ sort })).map(({ slug }) => slug));
    }
  });

  it('are narrowed down by state, origin, domain and words', async () => {
    await setEnabled({ actor: ada, slug: 'blind', enabled: false });
    expect(await list({ state: 'disabled' })).toMatchObject([{ slug: 'blind', state: 'disabled' }]);
    expect(await list({ state: 'unpublished' })).toMatchObject([{ slug: 'in-hand' }]);
    expect(await list({ origin: 'shipped' })).toEqual([]);
    expect(await list({ domain: 'quality' })).toEqual([]);
    expect(await list({ q: 'SET idle' })).toMatchObject([{ slug: 'idle' }]);
    await setEnabled({ actor: ada, slug: 'blind', enabled: true });
  });

  it('a published version is what the next generation judges by, and its recommendations name it', async () => {
    const yaml = yamlOf('idle', 'idle == true and size >= 3');
    const draft = await startDraft({ actor: ada, slug: 'idle', baseVersion: 1, yaml });
    await run(110); // a draft changes nothing
    expect((await figuresOf('idle')).matched).toBe(3);
    await publish('idle', draft.number);
    await run(120);
    expect(await figuresOf('idle')).toMatchObject({ version: 2, matched: 1 });
    const last = await database().recommendation.findFirstOrThrow({
      where: { ruleVersion: { ruleSet: { slug: 'idle' } } },
      orderBy: { id: 'desc' },
      select: { ruleVersion: { select: { version: true } }, resourceId: true },
    });
    expect(last).toEqual({ ruleVersion: { version: 2 }, resourceId: BigInt(resources[3] ?? '') });
  });
});
