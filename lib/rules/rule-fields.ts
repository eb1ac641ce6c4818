import { childrenOf, type Expression, fieldOf, fieldsOf, isListName, type Template } from './ast';
import { REGISTRY } from './registry';
import { targetsOf } from './run-rule';
import type { Rule, RuleSet } from './schema';

function expressionsIn(template: Template | undefined): Expression[] {
  return (template?.parts ?? []).filter((part) => typeof part !== 'string');
}

/** Everything a rule computes. */
export function expressionsOf(rule: Rule): Expression[] {
  const { condition, value, recommend } = rule;
  const assigned = rule.action.flatMap((step) => (step.kind === 'assign' ? [step.value] : []));
  const money = [recommend?.savings, recommend?.atStake];
  const templates = [
    rule.message,
    recommend?.risk,
    recommend?.target,
    recommend?.reason,
    rule.quarantine?.reason,
    rule.deny,
  ];
  return [
    ...[condition, value, ...money].filter((node) => node !== undefined),
    ...assigned,
    ...(rule.fix ?? []).map((fix) => fix.value),
    ...templates.flatMap(expressionsIn),
  ];
}

type NamedLists = ReadonlySet<string>;

function fieldsIn(nodes: Expression[], lists: NamedLists): string[] {
  return [...new Set(nodes.flatMap((node) => [...fieldsOf(node, lists)]))];
}

/** Every fact these rules read: dotted paths and `tag('key')`. */
export function fieldsRead(rules: Rule[], lists: NamedLists): string[] {
  const called = rules.flatMap((rule) =>
    rule.action.flatMap((step) => (step.kind === 'invoke' ? (REGISTRY.get(step.name)?.reads ?? []) : [])),
  );
  return [...new Set([...fieldsIn(rules.flatMap(expressionsOf), lists), ...called])];
}

/**
 * The facts a rule's condition rests on, also through what earlier rules set. A fact that an earlier rule always
 * sets is not asked of any source; one that has a default is, since the default may hide that it was not read.
 */
export function fieldsBehind(rule: Rule, { rules, mode }: RuleSet, lists: NamedLists): string[] {
  const fields = new Set(rule.condition ? fieldsIn([rule.condition], lists) : []);
  if (mode === 'parallel') return [...fields];
  const provided = new Set<string>();
  const earlier = rules.slice(0, rules.indexOf(rule)).filter(({ enabled }) => enabled);
  for (const before of earlier.reverse()) {
    const roots = new Set([...fields].map(rootOf));
    const sets = targetsOf(before).filter(([root = '']) => roots.has(root));
    if (sets.length === 0) continue;
    if (!before.condition) for (const target of sets) provided.add(target.join('.'));
    for (const field of fieldsRead([{ ...before, message: undefined, recommend: undefined }], lists))
      fields.add(field);
  }
  return [...fields].filter((field) => !provided.has(field));
}

function rootOf(field: string): string {
  return field.split('.')[0] ?? field;
}

/** True when a rule reads or counts the score, so that there must be one to begin with. */
export function usesScore(rules: Rule[], lists: NamedLists): boolean {
  return rules.some(
    (rule) =>
      rule.type === 'score' ||
      rule.action.some((step) => step.kind === 'assign' && step.target.join('.') === 'score') ||
      rule.action.some(
        (step) => step.kind === 'invoke' && REGISTRY.get(step.name)?.reads.includes('score'),
      ) ||
      expressionsOf(rule).some((node) => readsScore(node, lists)),
  );
}

/** Asked of every rule whenever a set is compiled, so without gathering all it reads. */
function readsScore(node: Expression, lists: NamedLists): boolean {
  if (node.kind === 'path') return fieldOf(node) === 'score' && !isListName(node, lists);
  return childrenOf(node).some((child) => readsScore(child, lists));
}
