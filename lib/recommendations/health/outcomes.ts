import type { CompiledVersion } from '@/lib/rules/data';
import type { Evaluation, Rule } from '@/lib/rules/schema';

/** What one rule came to over a generation. */
export type RuleOutcome = {
  ruleVersionId: string;
  ruleName: string;
  recommends: boolean; // the others only set facts or assert
  judged: number; // resources of its domain
  matched: number;
  unknown: number;
  errors: number;
  heldBack: number; // of what it recommended, by exemptions
};

/** Counts what each rule that is switched on came to, those that only set facts too. */
export class OutcomeTally {
  private readonly counts = new Map<string, Map<string, RuleOutcome>>(); // by version and rule

  constructor(private readonly versions: CompiledVersion[]) {
    for (const { versionId, compiled } of versions) {
      const rules = compiled.set.rules.filter(({ enabled }) => enabled);
      const outcomes = rules.map((rule) => [rule.name, nothingYet(versionId, rule)] as const);
      this.counts.set(versionId, new Map(outcomes));
    }
  }

  /** What one set made of one resource. */
  add({ versionId }: CompiledVersion, { matched, unknown, errors }: Evaluation): void {
    const rules = this.counts.get(versionId);
    if (!rules) return;
    for (const name of matched) count(rules, name, 'matched');
    for (const name of unknown) count(rules, name, 'unknown');
    for (const { rule } of errors) count(rules, rule, 'errors');
  }

  noteHeldBack({ versionId }: CompiledVersion, rule: string): void {
    const rules = this.counts.get(versionId);
    if (rules) count(rules, rule, 'heldBack');
  }

  /** `judged` is how many resources there were of each version's domain. */
  outcomes(judged: (version: CompiledVersion) => number): RuleOutcome[] {
    return this.versions.flatMap((version) =>
      [...(this.counts.get(version.versionId)?.values() ?? [])].map((outcome) => ({
        ...outcome,
        judged: judged(version),
      })),
    );
  }
}

function nothingYet(ruleVersionId: string, { name: ruleName, recommend }: Rule): RuleOutcome {
  const recommends = recommend !== undefined;
  return { ruleVersionId, ruleName, recommends, judged: 0, matched: 0, unknown: 0, errors: 0, heldBack: 0 };
}

function count(
  rules: Map<string, RuleOutcome>,
  name: string,
  what: 'matched' | 'unknown' | 'errors' | 'heldBack',
): void {
  const outcome = rules.get(name);
  if (outcome) outcome[what] += 1;
}
