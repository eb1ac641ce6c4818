import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { transaction } from '@/lib/core/db';
import { templateOf } from '@/lib/rules/editing/template';
import { DOMAINS } from '@/lib/rules/schema';
import { takeBillSnapshot } from '@/lib/sources/bill-snapshot.data';
import { billOf, daily, dayOf, makeSource, send } from '@/lib/sources/testing';
import { knownFields, listFields } from './catalogue';
import { listFieldsOutput } from './schema';
import { tallyFields } from './tally';
import { validateRules } from './validate';

const NOW = new Date(dayOf(33));

async function readBill(): Promise<void> {
  const sourceId = await makeSource();
  const charges = daily(1, 31, { Tags: '{"team":"search"}', EffectiveCost: '0.1' });
  await send(sourceId, billOf(charges), { deliveredAt: NOW });
  await transaction((tx) => takeBillSnapshot(tx, { sourceId, config: { maxBadShare: 0 }, now: NOW }));
}

describe('the fields of a domain', () => {
  it('are those that sources provide, with what the latest snapshots hold', async () => {
    await readBill();
    const catalogue = await listFields({ domain: 'finops' });
    expect(listFieldsOutput.parse(catalogue)).toEqual(catalogue);
    const field = (name: string) => catalogue.fields.find((each) => each.name === name);
    expect(catalogue.sampled).toBeGreaterThan(0);
    expect(field('monthly_cost')).toMatchObject({
      types: ['number'],
      seen: expect.any(Number),
      provider: 'bill',
    });
    expect(field('kind')?.examples).toContain('disk');
    expect(field('meter.ebs_volumeusage_gp2.cost')?.description).toBe('Money a month on one meter');
    expect(field("tag('team')")?.examples).toContain('search');
    expect(field('requests')).toMatchObject({ seen: 0, examples: [], provider: 'inventory' });
  });

  it('of sets that belong to none are open: anything may be asked', async () => {
    expect((await knownFields('general')).isClosed).toBe(false);
    expect((await knownFields('finops')).isClosed).toBe(true);
  });
});

it('a field that no source provides is told with the one that may be meant', async () => {
  const yaml = (field: string, domain: string) =>
    `ruleset: s\ndomain: ${domain}\nrules:\n  - name: a\n    condition: ${field} > 5\n`;
  const place = { line: 5, column: 16, endLine: 5, endColumn: 29, text: 'moonthly_cost' };
  const meant = { suggestion: 'monthly_cost', severity: 'warning' };
  const message = 'Unknown field `moonthly_cost`, did you mean `monthly_cost`?';
  for (const domain of ['finops', 'general']) {
    const { valid, warnings } = await validateRules({ yaml: yaml('moonthly_cost', domain) });
    expect([valid, warnings]).toEqual([true, [{ ...place, ...meant, message }]]);
  }
  expect((await validateRules({ yaml: yaml('wind_speed', 'finops') })).warnings).toHaveLength(1);
  expect((await validateRules({ yaml: yaml('wind_speed', 'general') })).warnings).toEqual([]);
});

it('neither the shipped sets nor what a new one begins with read what no source provides', async () => {
  const folder = join(process.cwd(), 'rules');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.yaml'),
  );
  const shipped = files.map((name) => readFileSync(join(folder, name), 'utf8'));
  const begun = DOMAINS.map((domain) => templateOf({ slug: 'a', title: 'A', domain }));
  for (const yaml of [...shipped, ...begun]) {
    const { errors, warnings } = await validateRules({ yaml });
    expect([yaml.slice(0, 60), errors, warnings]).toEqual([yaml.slice(0, 60), [], []]);
  }
});

it('values of a field that may be secret are not shown, nor what cannot be written as a field', () => {
  const tallied = tallyFields([
    {
      source: 's',
      facts: { api_token: 'abc', 'no-word': 1, tags: { "o'k": 'x' }, deep: { list: [1], none: null } },
    },
  ]);
  expect([...tallied.keys()]).toEqual(['api_token', "tag('o\\'k')", 'deep.list', 'deep.none']);
  expect([...(tallied.get('api_token')?.examples ?? [])]).toEqual([]);
});
