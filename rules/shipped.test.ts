import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileRuleSet } from '@/lib/rules/compile';
import { parseRuleSet } from '@/lib/rules/parse';
import type { RuleSet } from '@/lib/rules/schema';
import { runSetTests } from '@/lib/rules/test-cases';

const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.yaml'))
  .sort();

function load(file: string): RuleSet {
  const parsed = parseRuleSet(readFileSync(join(import.meta.dirname, file), 'utf8'));
  if (!parsed.ok) throw new Error(`${file}: ${JSON.stringify(parsed.errors)}`);
  return parsed.set;
}

it('every set of the product is shipped', () => {
  expect(files.map((file) => basename(file, '.yaml'))).toEqual(
    expect.arrayContaining([
      'unattached-disks',
      'idle-load-balancers',
      'idle-addresses',
      'gp2-to-gp3',
      'oversized-instances',
      'extended-support',
      'unused-commitments',
      'logs-without-expiry',
      'old-snapshots',
      'old-families',
      'untagged-spend',
    ]),
  );
});

describe.each(files)('%s', (file) => {
  it('is named as its file and says what it is for', () => {
    const { ruleset, title, rationale } = load(file);
    expect(ruleset).toBe(basename(file, '.yaml'));
    expect(title).toMatch(/\w+ \w+/);
    expect(rationale?.length).toBeGreaterThan(80);
  });

  it('passes its own tests', () => {
    const results = runSetTests(compileRuleSet(load(file)));
    expect(results.filter((result) => !result.passed)).toEqual([]);
  });

  it('shows every rule matching, and what is unknown staying unknown', () => {
    const { rules, tests } = load(file);
    const named = (key: string) => tests.flatMap(({ expect: wanted }) => wanted[key] ?? []);
    const matched = new Set(named('matched'));
    expect(rules.filter((rule) => !matched.has(rule.name) && !rule.quarantine)).toEqual([]);
    expect(named('unknown').length).toBeGreaterThan(0);
  });
});
