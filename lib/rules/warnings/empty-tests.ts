import { fieldsRead } from '../rule-fields';
import { targetsOf } from '../run-rule';
import type { FactValue, Rule, RuleSet, SetTest } from '../schema';
import { nearest } from '../suggest';
import type { Context, Warning } from './context';
import { pathsIn } from './unprovided';

/** Of sets that read more fields than this no misspelt one is looked for. */
const MOST_COMPARED = 300;

/** Tests that cannot fail, that say what another says, or whose facts no rule looks at. */
export function emptyTests({ set, places }: Context): Warning[] {
  const read = rootsRead(set);
  const seen = new Map<string, SetTest>();
  return set.tests.flatMap((test, index): Warning[] => {
    const said = JSON.stringify([test.given, test.now, test.expect]);
    const same = seen.get(said);
    seen.set(said, same ?? test);
    const at = (path: (string | number)[]) => places.ofKey(['tests', index, ...path]);
    const warn = (path: (string | number)[], message: string): Warning[] => [
      { ...at(path), message, severity: 'warning' },
    ];
    if (same)
      return warn(
        ['name'],
        `The test "${test.name}" says what "${same.name}" (line ${same.line}) says already.`,
      );
    if (Object.keys(test.expect).every((part) => !canFill(set, part))) {
      return warn(
        ['expect'],
        `The test "${test.name}" cannot fail: no rule of the set makes what it expects.`,
      );
    }
    const given = Object.keys(test.given);
    const wantsNothing = Object.values(test.expect).every(isNothing);
    if (wantsNothing && given.length > 0 && !given.some((name) => read.has(name))) {
      return warn(['given'], `The test "${test.name}" tests nothing: no rule reads what is given.`);
    }
    return misspelt(test, read).map(({ field, suggestion }) => ({
      ...at(['given', field]),
      message: `No rule reads \`${field}\`, did you mean \`${suggestion}\`?`,
      suggestion,
      severity: 'warning',
    }));
  });
}

function isNothing(value: FactValue): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return value === null || value === 0;
}

/** Facts that are read, those that a test may expect included. */
function rootsRead(set: RuleSet): Set<string> {
  const lists = new Set(Object.keys(set.lists));
  const read = fieldsRead(set.rules, lists).map((field) => (field.startsWith('tag(') ? 'tags' : field));
  const expected = set.tests.flatMap(({ expect: { facts } }) =>
    typeof facts === 'object' && facts !== null ? pathsIn(facts) : [],
  );
  const assigned = set.rules.flatMap(targetsOf).map(([root = '']) => root);
  return new Set(
    [...read, ...expected, ...assigned, ...Object.keys(set.defaults)].map(
      (field) => field.split('.')[0] ?? '',
    ),
  );
}

function misspelt({ given }: SetTest, read: ReadonlySet<string>): { field: string; suggestion: string }[] {
  return Object.keys(given).flatMap((field) => {
    const suggestion = read.has(field) || read.size > MOST_COMPARED ? undefined : nearest(field, read);
    return suggestion === undefined || Object.hasOwn(given, suggestion) ? [] : [{ field, suggestion }];
  });
}

const FILLS: Record<string, (rule: Rule) => boolean> = {
  recommend: (rule) => rule.recommend !== undefined,
  route: (rule) => rule.type === 'route',
  fix: (rule) => rule.fix !== undefined,
  quarantine: (rule) => rule.quarantine !== undefined,
  deny: (rule) => rule.deny !== undefined,
  errors: (rule) => rule.type === 'assert',
  logs: (rule) => rule.message !== undefined,
};

/** Whether some rule can make what a test expects of one part of an evaluation; a test may say that it does not. */
function canFill(set: RuleSet, part: string): boolean {
  return set.rules.some((rule) => (Object.hasOwn(FILLS, part) ? FILLS[part]?.(rule) : true));
}
