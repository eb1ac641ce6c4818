import { expect, it } from 'vitest';
import { compileRuleSet } from '@/lib/rules/compile';
import type { CompiledVersion } from '@/lib/rules/data';
import { parseRuleSet } from '@/lib/rules/parse';
import type { Facts } from '@/lib/rules/schema';
import { describeNeverFires, RuleTally } from './never-fires';

const NOW = new Date('2026-11-20T00:00:00Z');

/** What a set with this one condition says after it has seen these resources. */
function toldOf(condition: string, resources: Facts[]): string[] {
  const parsed = parseRuleSet(
    `ruleset: set\nrules:\n  - name: rule\n    condition: "${condition}"\n    recommend: { action: stop, reason: x }`,
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  const compiled = compileRuleSet(parsed.set);
  const version: CompiledVersion = {
    ...{ ruleSetId: '1', versionId: '1', version: 1, slug: 'set', title: 'Set', domain: 'finops' },
    ...{ origin: 'operator', yaml: '', compiled },
  };
  const tally = new RuleTally([version]);
  for (const facts of resources) {
    tally.see(facts);
    tally.add(version, compiled.evaluate(facts, { now: NOW }), facts);
  }
  return tally.neverFires().map(describeNeverFires);
}

const BILL = '`bill_ok` is true for none (no bill of 14 days or more is at most 5 days old)';
const METRICS = '`metrics_ok` is true for none (no inventory brings whole metrics of 14 days or more)';
const closed = { bill_ok: false, inv_ok: true, metrics_ok: false, kind: 'lb' };

it.each<[string, string, Facts[], string[]]>([
  [
    'an old bill bars what needs a fresh one',
    "kind == 'lb' and bill_ok",
    [closed, closed],
    [`set/rule: 0 true of 2: ${BILL}`],
  ],
  [
    'every bar is named, and what is in no source besides',
    'bill_ok and metrics_ok and requests == 0',
    [closed],
    [`set/rule: 0 true of 1: ${BILL}; ${METRICS}; \`requests\` is in no source`],
  ],
  [
    'a bar that is up for one resource is none',
    "bill_ok and kind == 'disk'",
    [closed, { bill_ok: true, kind: 'lb' }],
    [],
  ],
  ['a rule that does without it is not barred', "bill_ok or kind == 'disk'", [closed], []],
  ['a rule that asks for old data is not barred', "not bill_ok and kind == 'disk'", [closed], []],
  ['where nothing was read nothing is said', 'bill_ok', [], []],
])('%s', (_what, condition, resources, told) => {
  expect(toldOf(condition, resources)).toEqual(told);
});
