import type { CompiledVersion } from '@/lib/rules/data';
import type { Evaluation, Facts } from '@/lib/rules/schema';

/** Facts that only a rule about accounts asks for. */
const OF_ACCOUNTS: ReadonlySet<string> = new Set(['kind', 'untagged_share']);

/**
 * What a set makes of a resource. A bill tells of its accounts beside its resources; a rule that asks neither for the
 * kind nor for the untagged share means resources, and finds no account.
 */
export function evaluateFor(
  { compiled }: Pick<CompiledVersion, 'compiled'>,
  { facts, money }: { facts: Facts; money: Record<string, string> },
  now: Date,
): Evaluation {
  const evaluation = compiled.evaluate(facts, { now, exactMoney: money });
  if (facts.kind !== 'account') return evaluation;
  const isMeant = (rule: string) => compiled.conditionFields(rule).some((field) => OF_ACCOUNTS.has(field));
  return {
    ...evaluation,
    matched: evaluation.matched.filter(isMeant),
    recommend: evaluation.recommend.filter(({ rule }) => isMeant(rule)),
  };
}
