import { AppError } from '@/lib/core/errors';
import type { Expression, Statement, Template } from '../ast';
import { parseRuleSet } from '../parse';
import { printExpression } from '../print';
import { fieldsRead } from '../rule-fields';
import { targetsOf } from '../run-rule';
import type { Facts, FactValue, Recommend, Rule, RuleSet } from '../schema';
import { conditionOf } from './condition';
import type { ExportedRule, ExportedRules, JreCondition } from './schema';

/**
 * A rule set as a document of json-rules-engine. A rule becomes one whose event is named after it and carries, as
 * `params`, what the rule says (`recommend`, `fix`, `quarantine`, `deny`, `message`) in our own spelling, and the facts
 * it sets to plain values. What its engine cannot say is left out and told, rule by rule.
 */
export function exportRuleSet(set: RuleSet): ExportedRules {
  const written = new Map<string, string>(); // facts that earlier rules set, and which of them did
  const rules: ExportedRule[] = [];
  const notExpressible: ExportedRules['notExpressible'] = [];
  for (const [index, rule] of set.rules.entries()) {
    const made = exportRule(rule, set, written);
    if (rule.enabled && set.mode !== 'parallel') {
      for (const [root = ''] of targetsOf(rule)) written.set(root, rule.name);
    }
    if ('why' in made) notExpressible.push({ rule: rule.name, why: made.why });
    else rules.push({ ...made, priority: set.rules.length - index });
  }
  return { document: { rules }, notExpressible, notes: notesOf(set, rules) };
}

/** The same of a published text, which was checked before: throws `internal` where it cannot be read after all. */
export function exportYaml({ yaml, version }: { yaml: string; version: number }): ExportedRules {
  const parsed = parseRuleSet(yaml);
  if (parsed.ok) return exportRuleSet(parsed.set);
  throw new AppError('internal', `version ${version} cannot be read`, { errors: parsed.errors });
}

type Made = Omit<ExportedRule, 'priority'> | { why: string };

function exportRule(rule: Rule, set: RuleSet, written: ReadonlyMap<string, string>): Made {
  const { name, type, condition } = rule;
  if (!rule.enabled) return { why: 'it is disabled' };
  if (type !== 'condition' && type !== 'log')
    return { why: `its rules only raise events: there is none of type ${type}` };
  const overwritten = firstWritten(rule, set, written);
  if (overwritten) return { why: overwritten };
  const conditions = condition ? conditionOf(condition, set.lists) : { condition: { all: [] } };
  if ('why' in conditions) return conditions;
  const params = paramsOf(rule);
  if ('why' in params) return params;
  const event =
    Object.keys(params.params).length === 0 ? { type: name } : { type: name, params: params.params };
  return { name, conditions: rooted(conditions.condition), event };
}

/** Its engine gives every rule the facts as they came. */
function firstWritten(rule: Rule, set: RuleSet, written: ReadonlyMap<string, string>): string | undefined {
  const { name, condition, line } = rule;
  if (!condition) return undefined;
  const asked: Rule = { name, line, type: 'condition', enabled: true, action: [], condition };
  for (const field of fieldsRead([asked], new Set(Object.keys(set.lists)))) {
    const by = written.get(field.split('.')[0] ?? field);
    if (by !== undefined) return `its condition reads ${field}, which the rule ${by} sets first`;
  }
  return undefined;
}

/** The root of its conditions is always a list, or a "not". */
function rooted(condition: JreCondition): ExportedRule['conditions'] {
  return 'fact' in condition ? { all: [condition] } : condition;
}

function paramsOf(rule: Rule): { params: Facts } | { why: string } {
  const set: Facts = {};
  for (const step of rule.action) {
    const value = constantIn(step);
    if (value === undefined) return { why: `an event carries plain values, and ${told(step)} computes one` };
    const target = step.kind === 'assign' ? step.target.join('.') : '';
    if (VERDICTS.has(target))
      return { why: `the fact ${target} cannot go with the event: it stands for something else there` };
    set[target] = value;
  }
  const { recommend, fix, quarantine, deny, message } = rule;
  const fixed = (fix ?? []).map(({ target, value }) => [target.join('.'), printExpression(value)]);
  const held = quarantine && {
    ...(quarantine.fields ? { fields: quarantine.fields } : {}),
    reason: templateText(quarantine.reason),
  };
  return {
    params: {
      ...set,
      ...(message ? { message: templateText(message) } : {}),
      ...(recommend ? { recommend: recommendOf(recommend) } : {}),
      ...(fix ? { fix: Object.fromEntries(fixed) } : {}),
      ...(held ? { quarantine: held } : {}),
      ...(deny ? { deny: templateText(deny) } : {}),
    },
  };
}

/** Params that stand for what a rule says, and for no fact. */
const VERDICTS: ReadonlySet<string> = new Set(['message', 'recommend', 'fix', 'quarantine', 'deny']);

function recommendOf({ action, savings, atStake, effort, risk, target, reason }: Recommend): Facts {
  return {
    action,
    ...(savings ? { savings: printExpression(savings) } : {}),
    ...(atStake ? { at_stake: printExpression(atStake) } : {}),
    ...(effort ? { effort } : {}),
    ...(risk ? { risk: templateText(risk) } : {}),
    ...(target ? { target: templateText(target) } : {}),
    reason: templateText(reason),
  };
}

/** A template as it is written. */
function templateText({ parts }: Template): string {
  return parts.map((part) => (typeof part === 'string' ? part : `{{ ${printExpression(part)} }}`)).join('');
}

function constantIn(step: Statement): FactValue | undefined {
  return step.kind === 'assign' ? constantOf(step.value) : undefined;
}

function constantOf(node: Expression): FactValue | undefined {
  if (node.kind === 'literal') return node.value;
  if (node.kind === 'negate') {
    const value = constantOf(node.operand);
    return typeof value === 'number' ? -value : undefined;
  }
  if (node.kind !== 'list') return undefined;
  const items = node.items.map(constantOf).filter((item) => item !== undefined);
  return items.length === node.items.length ? items : undefined;
}

function told(step: Statement): string {
  return step.kind === 'assign'
    ? `${step.target.join('.')} = ${printExpression(step.value)}`
    : `${step.name}()`;
}

function notesOf(set: RuleSet, rules: ExportedRule[]): string[] {
  const notes: string[] = [];
  if (rules.length === 0) return notes;
  const defaults = Object.keys(set.defaults);
  if (set.mode === 'first' && rules.length > 1) {
    notes.push(
      'This set stops at the first match; json-rules-engine raises the event of every rule that matches: take the one of the highest priority.',
    );
  }
  if (defaults.length > 0)
    notes.push(`The defaults are not in it: give these facts yourself: ${defaults.join(', ')}.`);
  notes.push(
    'A missing fact is an error to json-rules-engine, or plainly not equal (allowUndefinedFacts); here it is unknown, and only what is true matches.',
  );
  if (rules.some(({ conditions }) => JSON.stringify(conditions).includes('"operator":"contains"'))) {
    notes.push('Its "contains" looks in lists only; here a text contains its parts too.');
  }
  return notes;
}
