import { fieldsOf } from '../ast';
import { stopsFirst, targetsOf } from '../run-rule';
import type { Rule, RuleSet } from '../schema';
import type { Context, Warning } from './context';

/** Rules that, in `first` mode, an earlier one always comes before. */
export function shadowedRules({ set, rules, places, possibilities }: Context): Warning[] {
  if (set.mode !== 'first') return [];
  return rules.flatMap(({ rule, index, branches }, position): Warning[] => {
    const ways = branches?.filter((branch) => !possibilities.conflictIn(branch));
    if (!ways || ways.length === 0 || possibilities.isSpent) return [];
    const earlier = rules.slice(0, position).find((before, at) => {
      if (!before.branches || !stopsFirst(before.rule)) return false;
      const { branches: wanted } = before;
      if (!ways.every((way) => wanted.some((other) => possibilities.entails(way, other)))) return false;
      const between = rules.slice(at, position).map((each) => each.rule);
      return !mayChange(between, before.rule, set);
    });
    if (!earlier) return [];
    const { name, line } = earlier.rule;
    const when = earlier.rule.condition ? 'matches whenever this would' : 'matches always';
    const message = `The rule "${rule.name}" is never reached: "${name}" (line ${line}) comes first and ${when}.`;
    const place = rule.condition
      ? places.ofPart(rule.condition, rule.condition.at)
      : places.ofKey(['rules', index, 'name']);
    return [{ ...place, message, severity: 'warning' }];
  });
}

/** Whether rules that do not stop the set may set what a condition rests on. */
function mayChange(rules: Rule[], { condition }: Rule, { lists }: RuleSet): boolean {
  if (!condition) return false;
  const read = fieldsOf(condition, new Set(Object.keys(lists)));
  const roots = new Set([...read].map((field) => field.split('.')[0]));
  return rules
    .filter((rule) => !stopsFirst(rule))
    .some((rule) => targetsOf(rule).some(([root]) => roots.has(root)));
}
