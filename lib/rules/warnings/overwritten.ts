import { fieldsOf } from '../ast';
import { fieldsRead } from '../rule-fields';
import { stopsFirst, targetsOf } from '../run-rule';
import type { Rule } from '../schema';
import type { Context, Warning } from './context';

/** Of many rules that set one field the nearest are looked at. */
const LOOKED_BACK = 20;
type Judged = Context['rules'][number];

/** Rules that set what an earlier one sets, for the same resource: the later one wins, which is easily overlooked. */
export function overwrittenFields(context: Context): Warning[] {
  const setters = new Map<string, Judged[]>();
  return context.rules.flatMap((later) => {
    const fields = [...new Set(fieldsSetBy(later.rule))];
    const warnings = fields.flatMap((field): Warning[] => {
      const earlier = (setters.get(field) ?? [])
        .slice(-LOOKED_BACK)
        .findLast((before) => isOverwritten(context, before, later, field));
      if (!earlier) return [];
      const { name, line } = earlier.rule;
      const message = `\`${field}\` is set by "${name}" (line ${line}) too: where both match, "${later.rule.name}" wins.`;
      return [{ ...placeOf(context, later, field), message, severity: 'warning' }];
    });
    for (const field of fields)
      setters.set(field, [...(setters.get(field) ?? []).slice(-LOOKED_BACK), later]);
    return warnings;
  });
}

function fieldsSetBy(rule: Rule): string[] {
  return targetsOf(rule)
    .map((path) => path.join('.'))
    .filter((field) => rule.type !== 'score' || field !== 'score');
}

function isOverwritten(context: Context, before: Judged, later: Judged, field: string): boolean {
  const { set, possibilities } = context;
  const lists = new Set(Object.keys(set.lists));
  // One that is always set, and by another only sometimes, is a value to begin with.
  if (!before.rule.condition && later.rule.condition) return false;
  // One that reads what it sets knows what came before.
  if (fieldsRead([later.rule], lists).includes(field)) return false;
  if (set.mode === 'first' && stopsFirst(before.rule)) return false;
  if (!before.branches || !later.branches) return false;
  const asked = new Set(later.rule.condition ? fieldsOf(later.rule.condition, lists) : []);
  const isChanged = set.mode !== 'parallel' && fieldsSetBy(before.rule).some((name) => asked.has(name));
  if (isChanged) return true;
  const { branches } = later;
  return before.branches.some((one) => branches.some((other) => !possibilities.exclude(one, other)));
}

function placeOf({ places }: Context, { rule, index }: Judged, field: string) {
  const fixes = rule.fix?.some(({ target }) => target.join('.') === field);
  if (fixes) return places.ofKey(['rules', index, 'fix', field]);
  const step = rule.action.find((each) => each.kind === 'assign' && each.target.join('.') === field);
  if (step?.kind !== 'assign')
    return places.ofKey(['rules', index, rule.action.length > 0 ? 'function' : 'name']);
  const { start } = step.at;
  return places.ofPart(step.value, { start, end: start + field.length });
}
