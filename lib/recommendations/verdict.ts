import type { CompiledVersion } from '@/lib/rules/data';
import type { Facts, Verdict } from '@/lib/rules/schema';

/** Facts that speak of the data, not of the resource: how old and how complete it is. */
export const ABOUT_DATA: ReadonlySet<string> = new Set([
  'bill_ok',
  'inv_ok',
  'quality_ok',
  'metrics_ok',
  'bill_age_days',
  'inventory_age_h',
  'quality_age_h',
  'days_covered',
  'metrics_days',
  'metrics_share',
]);

/**
 * What a rule says of a resource today, for telling whether a finding is gone. A rule that is false only because the
 * data is old or thin says nothing of the resource: then it is unknown.
 */
export function judgeRule(
  { compiled }: CompiledVersion,
  rule: string,
  facts: Facts,
  now: Date,
): { verdict: Verdict; sentence: string } {
  const plain = compiled.whyOf(rule, facts, { now });
  if (plain.verdict !== false) return plain;
  const ofResource = Object.fromEntries(Object.entries(facts).filter(([name]) => !ABOUT_DATA.has(name)));
  const { verdict } = compiled.whyOf(rule, ofResource, { now });
  return verdict === false ? plain : { verdict: 'unknown', sentence: plain.sentence };
}
