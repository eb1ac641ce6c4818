import { type Expression, fieldNodes } from './ast';
import { pathOf } from './flip-finder';
import { REGISTRY } from './registry';
import { expressionsOf } from './rule-fields';
import { stopsFirst, targetsOf } from './run-rule';
import type { Rule, RuleSet } from './schema';

/**
 * The earlier rules that a rule's verdict depends on, in their order: those that set what it reads, or what they read
 * themselves, and in `first` mode those that would stand before it.
 */
export function rulesBehind(set: RuleSet, rule: Rule): Rule[] {
  if (set.mode === 'parallel') return [];
  const lists = new Set(Object.keys(set.lists));
  const roots = new Set(rootsIn(rule.condition ? [rule.condition] : [], lists));
  const earlier = set.rules.slice(0, set.rules.indexOf(rule)).filter(({ enabled }) => enabled);
  const behind = new Set<Rule>();
  for (const before of earlier.reverse()) {
    const sets = targetsOf(before).some(([root = '']) => roots.has(root));
    if (!sets && !(set.mode === 'first' && stopsFirst(before))) continue;
    behind.add(before);
    for (const root of rootsIn(expressionsOf(before), lists)) roots.add(root);
    for (const root of readByFunctions(before)) roots.add(root);
  }
  return [...behind].reverse();
}

/** What those rules and this one ask of facts. */
export function expressionsBehind(rule: Rule, before: Rule[]): Expression[] {
  const assigned = before.flatMap(({ action, value }) => [
    ...action.flatMap((step) => (step.kind === 'assign' ? [step.value] : [])),
    ...(value ? [value] : []),
  ]);
  const conditions = [rule, ...before].flatMap(({ condition }) => (condition ? [condition] : []));
  return [...conditions, ...assigned];
}

function rootsIn(nodes: Expression[], lists: ReadonlySet<string>): string[] {
  return nodes.flatMap((node) => fieldNodes(node, lists).map((field) => pathOf(field)[0] ?? ''));
}

function readByFunctions(rule: Rule): string[] {
  return rule.action.flatMap((step) =>
    step.kind === 'invoke' ? (REGISTRY.get(step.name)?.reads ?? []) : [],
  );
}
