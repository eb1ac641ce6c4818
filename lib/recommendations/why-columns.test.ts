import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { keepMeasurement } from '@/lib/sources/quality.commands';
import { askDraftWhy, askWhy } from './ask-why';
import { sampleDraft } from './sample';
import * as make from './testing';
import { sampleAnswer, whyAnswer } from './why.schema';

const RULES = `
ruleset: alerts
domain: quality
rules:
  - name: no-blanks
    condition: "trim(name) == ''"
    quarantine: { fields: [name], reason: "blank" }
  - name: values-missing
    condition: "kind == 'catalog_field' and quality_ok and completeness < 0.98"
    recommend: { action: fix_missing_values, reason: "{{ field }} of {{ sync }}" }
`;
const NOW = make.hour(30);
const RULE = 'values-missing';

/** A machine in an inventory, and two measured columns of a sync, one of which has gaps. */
beforeAll(async () => {
  await make.publishRules(RULES);
  await make.publishRules(make.WANTS);
  const snapshot = await make.makeSnapshot({ sourceId: await make.makeSource('inventory'), through: NOW });
  const machine = await make.makeResource('i-1');
  await database().$executeRaw`
    INSERT INTO resource_facts (snapshot_id, resource_id, facts) VALUES (${BigInt(snapshot)}, ${BigInt(machine)}, '{"kind": "instance"}')`;
  const fields = Object.entries({ whole: 1, gaps: 0.5 }).map(([field, completeness]) => ({
    field,
    facts: { completeness, tags: { owner: 'web' } },
  }));
  await keepMeasurement({ definitionId: randomUUID(), slug: 'perfumes', measuredAt: make.hour(28), fields });
});

const ask = (column: string) =>
  askWhy({ slug: 'alerts', resource: `sync:perfumes/${column}`, rule: RULE }, NOW);

describe('rules of quality that recommend', () => {
  it('are told over a column of a sync: why, and why not', async () => {
    const answer = await ask('gaps');
    expect(whyAnswer.parse(answer)).toEqual(answer);
    expect(answer).toMatchObject({ version: 1, resource: { kind: 'catalog_field', owner: 'web' } });
    expect(answer.rules[0]?.verdict).toBe(true);
    const completeness = answer.rules[0]?.facts.find(({ name }) => name === 'completeness');
    expect(completeness).toMatchObject({
      ...{ value: 0.5, source: 'measurement', sourceName: 'Data quality of perfumes', ageHours: 2 },
    });
    const [whole] = (await ask('whole')).rules;
    expect(whole?.verdict).toBe(false);
    expect(whole?.flip?.sentence).toContain('completeness');
  });

  it('are sampled over columns alone, by the rules that judge them', async () => {
    const answer = await sampleDraft({ slug: 'alerts', yaml: RULES, limit: 10 }, NOW);
    expect(sampleAnswer.parse(answer)).toEqual(answer);
    expect(answer.rules).toEqual([{ rule: RULE, match: 1, noMatch: 1, unknown: 0 }]);
    expect(answer.rows.map(({ name, matched }) => [name, matched])).toEqual([
      ['perfumes.gaps', [RULE]],
      ['perfumes.whole', []],
    ]);
  });

  it('say of a machine that they do not judge it, as rules of costs do of a column', async () => {
    const resource = 'i-1';
    await expect(askWhy({ slug: 'alerts', resource }, NOW)).rejects.toThrow('only columns of syncs');
    const column = { slug: 'wants', resource: 'sync:perfumes/gaps' };
    await expect(askWhy(column, NOW)).rejects.toThrow('no columns of syncs');
    expect((await askWhy({ slug: 'wants', resource }, NOW)).rules).toHaveLength(4);
  });

  it('say of a column that is not measured any more that nothing tells of it', async () => {
    const column = { provider: 'catalog', account: 'gone', region: '', nativeId: 'sync:gone/cost' };
    await database().resource.create({ data: { ...column, firstSeenAt: NOW, lastSeenAt: NOW } });
    const answer = await askWhy({ slug: 'alerts', resource: column.nativeId, rule: RULE }, NOW);
    expect(answer.readings).toBe(0);
    const gate = answer.rules[0]?.facts.find(({ name }) => name === 'quality_ok');
    expect(gate).toMatchObject({ value: false, source: 'default' });
  });

  it('that only hold records back judge no columns', async () => {
    const yaml = RULES.slice(0, RULES.indexOf('  - name: values-missing'));
    const asked = askDraftWhy({ slug: 'alerts', yaml, resource: 'sync:perfumes/gaps' }, NOW);
    await expect(asked).rejects.toThrow('do not judge resources');
  });
});
