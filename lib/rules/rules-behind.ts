import { type Expression, fieldNodes } from './ast';
import { pathOf } from './flip-finder';
import { REGISTRY } from './registry';
import { expressionsOf } from './rule-fields';
import { stopsFirst, targetsOf } from './run-rule';
import type { Rule, RuleSet } from './schema';

/** `before`: what a verdict depends on, in order; `setters`: those of them that set what it reads, or what they read. */
type Behind = { before: Rule[]; setters: Rule[] };

/**
 * The earlier rules that a rule's verdict depends on: those that set what it reads, or what they read themselves, and in
 * `first` mode those that would stand before it.
 */
export function rulesBehind(set: RuleSet, rule: Rule): Behind {
  if (set.mode === 'parallel') return { before: [], setters: [] };
  const lists = new Set(Object.keys(set.lists));
  const roots = new Set(rootsIn(rule.condition ? [rule.condition] : [], lists));
  const earlier = set.rules.slice(0, set.rules.indexOf(rule)).filter(({ enabled }) => enabled);
  const before: Rule[] = [];
  const setters: Rule[] = [];
  for (const one of earlier.reverse()) {
    const sets = targetsOf(one).some(([root = '']) => roots.has(root));
    if (!sets && !(set.mode === 'first' && stopsFirst(one))) continue;
    before.unshift(one);
    if (sets) setters.unshift(one);
    for (const root of rootsIn(expressionsOf(one), lists)) roots.add(root);
    for (const root of readByFunctions(one)) roots.add(root);
  }
  return { before, setters };
}

/** What this rule and others ask of facts. */
export function expressionsBehind(rule: Rule, others: Rule[]): Expression[] {
  const assigned = others.flatMap(({ action, value }) => [
    ...action.flatMap((step) => (step.kind === 'assign' ? [step.value] : [])),
    ...(value ? [value] : []),
  ]);
  const conditions = [rule, ...others].flatMap(({ condition }) => (condition ? [condition] : []));
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
