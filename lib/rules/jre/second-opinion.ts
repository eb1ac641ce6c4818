import type { Expression } from '../ast';
import { compileRuleSet, type Engine } from '../compile';
import type { Facts, Rule, RuleSet, Verdict } from '../schema';
import { isComparable } from './comparable';
import { conditionOf } from './condition';
import { type Judge, judgeOf as judgeOfTheirs } from './engine';
import type { JreCondition, SecondOpinion } from './schema';

/** Where json-rules-engine sees a rule otherwise than we do: one of the two is wrong. */
export type Disagreement = { rule: string; line: number; ours: Verdict; theirs: boolean; resourceId: string };

/** A resource with what is known of it. */
export type Sampled = { resourceId: string; facts: Facts };

type Expressible = { rule: Rule; condition: Expression; judge: Judge };
type Outcome = SecondOpinion & { disagreements: Disagreement[] };

type JudgeOf = (condition: JreCondition) => Promise<Judge>;
/** `engine` is the one of ours that is held against theirs; `judgeOf` stands for theirs, so that a test can differ. */
export type Asking = { now: Date; engine?: Engine; judgeOf?: JudgeOf };

/** More would not tell a reader more. */
const MOST_DISAGREEMENTS = 20;

/**
 * Every condition that trees of json-rules-engine can say, judged by both engines over facts as the set leaves them, so
 * that what its own rules compute is there too. Only facts that both can judge are compared (`isComparable`).
 */
export async function askSecondOpinion(
  set: RuleSet,
  resources: readonly Sampled[],
  { now, engine = 'generated', judgeOf = judgeOfTheirs }: Asking,
): Promise<Outcome> {
  const rules = set.rules.filter(({ enabled, condition }) => enabled && condition);
  const expressible = await expressibleOf(rules, set, judgeOf);
  const whole = compileRuleSet(set);
  const conditions = compileRuleSet(conditionsOf(set, expressible), { engine });
  const disagreements: Disagreement[] = [];
  let compared = 0;
  for (const { resourceId, facts: given } of resources) {
    const { facts } = whole.evaluate(given, { now });
    const { matched, unknown } = conditions.evaluate(facts, { now });
    for (const { rule, condition, judge } of expressible) {
      if (!isComparable(condition, facts, set.lists)) continue;
      compared += 1;
      const theirs = await judge(facts);
      const ours = unknown.includes(rule.name) ? 'unknown' : matched.includes(rule.name);
      if (ours !== theirs && disagreements.length < MOST_DISAGREEMENTS) {
        disagreements.push({ rule: rule.name, line: rule.line, ours, theirs, resourceId });
      }
    }
    await breath();
  }
  const pairs = rules.length * resources.length;
  const counted = { rules: rules.length, expressible: expressible.length, resources: resources.length };
  return { ...counted, pairs, compared, share: pairs === 0 ? 0 : compared / pairs, disagreements };
}

async function expressibleOf(rules: Rule[], set: RuleSet, judgeOf: JudgeOf): Promise<Expressible[]> {
  const found: Expressible[] = [];
  for (const rule of rules) {
    if (!rule.condition) continue;
    const said = conditionOf(rule.condition, set.lists);
    if ('why' in said) continue;
    found.push({ rule, condition: rule.condition, judge: await judgeOf(said.condition) });
  }
  return found;
}

/** The same conditions with nothing done: they are judged one by one, whatever the mode of their set. */
function conditionsOf(set: RuleSet, expressible: Expressible[]): RuleSet {
  const rules = expressible.map(({ rule: { name, line }, condition }): Rule => {
    return { name, type: 'condition', enabled: true, action: [], condition, line };
  });
  return { ...set, mode: 'all', defaults: {}, rules, tests: [] };
}

/** Lets others in between: json-rules-engine takes its time, and who asks is the web process. */
function breath(): Promise<void> {
  return new Promise((done) => setImmediate(done));
}
