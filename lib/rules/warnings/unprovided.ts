import { fieldNodes, fieldOf } from '../ast';
import { expressionsOf } from '../rule-fields';
import { targetsOf } from '../run-rule';
import type { RuleSet } from '../schema';
import { nearest } from '../suggest';
import type { Context, KnownFields, Warning } from './context';

/** Different fields of one set that are looked up. */
const MOST_LOOKED_AT = 1_000;

type Names = { all: string[]; paths: string[][]; isClosed: boolean };

/**
 * Fields that nothing provides: no source, no default, no earlier rule. Each is told once, where it is read first. A
 * tag may be any, and where facts come from whoever asks, only what is nearly a known name is told.
 */
export function unprovidedFields({ set, rules, places, known }: Context): Warning[] {
  const lists = new Set(Object.keys(set.lists));
  const names = knownNames(set, known);
  const seen = new Set<string>();
  const warnings: Warning[] = [];
  for (const whole of rules.flatMap(({ rule }) => expressionsOf(rule))) {
    for (const node of fieldNodes(whole, lists)) {
      const field = fieldOf(node);
      if (node.kind === 'tag' || seen.has(field)) continue;
      seen.add(field);
      if (isKnown(node.path, names.paths)) continue;
      if (seen.size > MOST_LOOKED_AT) return warnings;
      const told = wordsFor(field, names);
      if (told) warnings.push({ ...places.ofPart(whole, node.at), ...told, severity: 'warning' });
    }
  }
  return warnings;
}

type Words = { message: string; suggestion?: string };

function wordsFor(field: string, { all, isClosed }: Names): Words | undefined {
  const suggestion = nearest(field, all);
  if (suggestion !== undefined)
    return { message: `Unknown field \`${field}\`, did you mean \`${suggestion}\`?`, suggestion };
  return isClosed ? { message: `Unknown field \`${field}\`: no source provides it.` } : undefined;
}

/** What sources give, and what the set brings itself: defaults, what its rules set, and `score`. */
function knownNames(set: RuleSet, known: KnownFields | undefined): Names {
  const isClosed = known?.isClosed ?? false;
  const own = set.rules.flatMap(targetsOf).map((path) => path.join('.'));
  const given = isClosed ? [] : set.tests.flatMap((test) => pathsIn(test.given));
  const names = [...new Set(['score', ...pathsIn(set.defaults), ...own, ...given, ...(known?.names ?? [])])];
  const all = names.filter((name) => !name.includes('*'));
  return { all, paths: names.map((name) => name.split('.')), isClosed };
}

/** The dotted paths of an object, those that lead to other objects too. */
export function pathsIn(facts: object, before = ''): string[] {
  return Object.entries(facts).flatMap(([name, value]) => {
    const path = `${before}${name}`;
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? [path, ...pathsIn(value, `${path}.`)] : [path];
  });
}

/** Also what lies above or below a known field: `meter` where `meter.x.cost` is, and `previous.a.b` where `previous.a` is. */
function isKnown(steps: readonly string[], names: readonly string[][]): boolean {
  return names.some((known) => {
    const both = Math.min(known.length, steps.length);
    return known.slice(0, both).every((step, index) => step === '*' || step === steps[index]);
  });
}
