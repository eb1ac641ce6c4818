import type { Places } from '../places';
import type { PlacedError, Rule, RuleSet } from '../schema';
import { type Branch, branchesOf } from './branches';
import { Possibilities } from './possible';

/** Fields that a set may read; a `*` in a name stands for any one step of it. */
export type KnownFields = {
  names: readonly string[];
  isClosed: boolean; // false: facts come from whoever asks, so that only a near miss is worth a word
};

/** What the warnings look at: a set that is right in itself. */
export type Context = {
  set: RuleSet;
  rules: { rule: Rule; index: number; branches: Branch[] | undefined }[]; // enabled, with the ways to be true
  places: Places;
  possibilities: Possibilities;
  known: KnownFields | undefined;
};

export type Warning = PlacedError & { severity: 'warning' };

export function contextOf(set: RuleSet, places: Places, known: KnownFields | undefined): Context {
  const names = new Set(Object.keys(set.lists));
  const rules = set.rules.flatMap((rule, index) =>
    rule.enabled ? [{ rule, index, branches: branchesOf(rule.condition, names) }] : [],
  );
  return { set, rules, places, possibilities: new Possibilities(set.lists), known };
}
