import { beforeAll, expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import type { Actor } from '@/lib/people/schema';
import { createRuleSet, publishDraft } from '@/lib/rules/editing/commands';
import { listVersions } from '@/lib/rules/editing/data';
import { publishWithinLimits } from './backtest/commands';
import { readWeek } from './backtest/testing/weeks';
import { secondOpinionChecks } from './second-opinion';
import * as make from './testing';

const ada: Actor = { kind: 'user', id: null, name: 'ada@example.com', role: 'operator' };
const draft = { actor: ada, number: 1, revision: 1, note: 'The first' };
let resources: string[];

const yamlOf = (slug: string) => `
ruleset: ${slug}
domain: finops
rules:
  - name: idle
    condition: { all: [{ fact: requests, operator: equal, value: 0 }, { fact: size, operator: lessThan, value: 4 }] }
    recommend: { action: stop, savings: claim, reason: "idle" }
  - name: computed
    condition: "requests * 2 > 5"
    recommend: { action: resize, savings: claim, reason: "busy" }
`;

beforeAll(async () => {
  const sourceId = await make.makeSource('inventory');
  resources = await Promise.all(['a', 'b', 'c', 'd'].map(make.makeResource));
  resources.sort((one, other) => Number(one) - Number(other));
  const things = resources.map((id, index) => ({
    id,
    // The last one was not measured: both engines cannot be asked about it.
    facts: { claim: 10, size: index, ...(index < 3 ? { requests: index } : {}) },
  }));
  await readWeek(sourceId, 1, things);
});

it('a version is published with how much of it json-rules-engine was compared on', async () => {
  await createRuleSet({ actor: ada, yaml: yamlOf('compared') });
  const told = { rules: 2, expressible: 1, resources: 4, pairs: 8, compared: 3, share: 0.375 };
  const published = await publishWithinLimits({ ...draft, slug: 'compared' });
  expect(published).toEqual({ slug: 'compared', version: 1, secondOpinion: told });
  const { items } = await listVersions(database(), { slug: 'compared', limit: 10 });
  expect(items).toMatchObject([{ version: 1, secondOpinion: told }]);
});

it('a disagreement stops it and shows both verdicts', async () => {
  await createRuleSet({ actor: ada, yaml: yamlOf('parted') });
  const asked = { slug: 'parted', number: 1, revision: 1, now: new Date() };
  // An engine that says of everything that it matches.
  const checks = await secondOpinionChecks({ ...asked, judgeOf: async () => async () => true });
  const [, second, third] = resources;
  await expect(publishDraft({ ...draft, slug: 'parted', checks })).rejects.toMatchObject({
    code: 'engines_disagree',
    errors: [second, third].map((id) => ({
      line: 5,
      column: 1,
      message: `idle: here false, by json-rules-engine true, for the resource ${id}`,
    })),
  });
  expect((await listVersions(database(), { slug: 'parted', limit: 10 })).items).toEqual([]);
});

it('a text that is wrong is told so, without a second opinion', async () => {
  await createRuleSet({ actor: ada, yaml: yamlOf('stale') });
  await expect(publishWithinLimits({ ...draft, revision: 2, slug: 'stale' })).rejects.toMatchObject({
    code: 'conflict',
  });
});
