import { isMap, isScalar, type Node } from 'yaml';
import type { Statement } from './ast';
import { LIMITS } from './limits';
import { readAction, readExpression, readTemplate, unregistered } from './parse-expressions';
import { type Domain, EFFORTS, type Recommend, RULE_TYPES, type Rule, type RuleType } from './schema';
import { type ConditionNames, readTree } from './tree';
import { type Entry, isWritten, type YamlReader } from './yaml-reader';

const RULE_KEYS = [
  'name',
  'type',
  'title',
  'description',
  'enabled',
  'condition',
  'action',
  'message',
  'function',
  'recommend',
  'fix',
  'quarantine',
  'deny',
] as const;
const RECOMMEND_KEYS = ['action', 'savings', 'at_stake', 'effort', 'risk', 'target', 'reason'] as const;
const QUARANTINE_KEYS = ['fields', 'reason'] as const;
const VERDICTS: Record<Domain, readonly string[]> = {
  finops: ['recommend'],
  quality: ['recommend', 'fix', 'quarantine'],
  policy: ['deny'],
  general: ['recommend', 'fix', 'quarantine', 'deny'],
};

export type RuleContext = {
  reader: YamlReader;
  lists: ReadonlySet<string>;
  domain: Domain;
  conditions: ConditionNames;
};
type Entries = Map<string, Entry>;

/** One rule, with every fault in it reported to the reader; nothing when it has no name to go by. */
export function readRule(context: RuleContext, node: Node): Rule | undefined {
  const { reader } = context;
  const entries = reader.entries(node, 'A rule', RULE_KEYS);
  const name = reader.text(entries.get('name'), 'name', 100);
  if (!isWritten(entries.get('name'))) reader.fault(node, 'A rule needs a name.');
  const type = reader.word(entries.get('type'), 'type', RULE_TYPES) ?? 'condition';
  refuseForeignVerdicts(context, entries);
  const { steps, value } = readAction(context, type === 'log' ? undefined : entries.get('action'), type);
  const condition = readCondition(context, entries.get('condition'));
  const message = readTemplate(context, messageEntry(entries, type), 'message');
  const rule = {
    type,
    enabled: readEnabled(reader, entries.get('enabled')),
    action: [...steps, ...readFunction(reader, entries.get('function'))],
    line: reader.lineOf(node),
    ...defined({ title: reader.text(entries.get('title'), 'title', 200), value, condition, message }),
    ...defined({ description: reader.text(entries.get('description'), 'description') }),
    ...defined({
      recommend: readRecommend(context, entries.get('recommend')),
      fix: readFix(context, entries.get('fix')),
    }),
    ...defined({ quarantine: readQuarantine(context, entries.get('quarantine')) }),
    ...defined({ deny: readTemplate(context, entries.get('deny'), 'deny') }),
  };
  requireParts(reader, node, type, entries);
  return name === undefined ? undefined : { name, ...rule };
}

/** An object without its undefined entries, so that an optional key is either there or not. */
function defined<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const result: { [K in keyof T]?: Exclude<T[K], undefined> } = {};
  return Object.assign(
    result,
    Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)),
  );
}

/** An older `log` rule may keep its text in `action`. */
function messageEntry(entries: Entries, type: RuleType): Entry | undefined {
  const message = entries.get('message');
  return isWritten(message) ? message : type === 'log' ? entries.get('action') : undefined;
}

/** A condition that is written but empty is a fault: read as "always", it would match everything. */
function readCondition(context: RuleContext, entry: Entry | undefined): Rule['condition'] {
  if (entry && !isWritten(entry)) return context.reader.fault(entry.key, 'condition is empty.');
  if (entry && isMap(entry.value)) return readTree(context, entry.value);
  if (entry && !isScalar(entry.value)) {
    return context.reader.fault(
      entry.value,
      'condition must be an expression, such as "age >= 18", or a condition tree.',
    );
  }
  return readExpression(context, entry, 'condition');
}

function readEnabled(reader: YamlReader, entry: Entry | undefined): boolean {
  if (!entry || !isWritten(entry)) return true;
  const enabled = reader.json(entry.value, 'enabled');
  if (typeof enabled !== 'boolean') reader.fault(entry.value, 'enabled is true or false.');
  return enabled !== false;
}

function readFunction(reader: YamlReader, entry: Entry | undefined): Statement[] {
  const name = reader.text(entry, 'function', 100);
  if (name === undefined) return [];
  const fault = unregistered(name);
  if (fault) reader.fault(entry?.value, fault.message, fault.suggestion);
  return [{ kind: 'invoke', name, at: { start: 0, end: name.length } }];
}

function refuseForeignVerdicts({ reader, domain }: RuleContext, entries: Entries): void {
  for (const verdict of VERDICTS.general) {
    const entry = entries.get(verdict);
    if (!entry || !isWritten(entry) || VERDICTS[domain].includes(verdict)) continue;
    reader.fault(
      entry.key,
      `A rule of domain ${domain} has no "${verdict}", only ${VERDICTS[domain].join(', ')}.`,
    );
  }
}

function readRecommend(context: RuleContext, entry: Entry | undefined): Recommend | undefined {
  if (!entry || !isWritten(entry)) return undefined;
  const { reader } = context;
  const entries = reader.entries(entry.value, 'recommend', RECOMMEND_KEYS);
  for (const key of ['action', 'reason']) {
    if (!entries.has(key))
      reader.fault(entry.key, `recommend needs ${key === 'action' ? 'an action' : 'a reason'}.`);
  }
  const action = reader.text(entries.get('action'), 'action', 60);
  if (action !== undefined && !/^[a-z][a-z0-9_]*$/.test(action)) {
    reader.fault(
      entries.get('action')?.value,
      `An action is a word such as "delete" or "set_expiry", not "${action}".`,
    );
  }
  return {
    action: action ?? '',
    reason: readTemplate(context, entries.get('reason'), 'reason') ?? { parts: [] },
    ...defined({
      savings: readExpression(context, entries.get('savings'), 'savings'),
      atStake: readExpression(context, entries.get('at_stake'), 'at_stake'),
      effort: reader.word(entries.get('effort'), 'effort', EFFORTS),
      risk: readTemplate(context, entries.get('risk'), 'risk'),
      target: readTemplate(context, entries.get('target'), 'target'),
    }),
  };
}

function readFix(context: RuleContext, entry: Entry | undefined): Rule['fix'] {
  if (!entry || !isWritten(entry)) return undefined;
  const { reader, lists } = context;
  return [...reader.entries(entry.value, 'fix')].flatMap(([field, value]) => {
    const target = field.split('.');
    if (target.some((step) => !/^[\p{L}_][\p{L}\p{N}_]*$/u.test(step))) {
      reader.fault(value.key, `"${field}" is not the name of a field.`);
    }
    if (lists.has(target[0] ?? ''))
      reader.fault(value.key, `"${field}" is a list of this set and cannot be set.`);
    const expression = readExpression(context, value, field);
    return expression ? [{ target, value: expression }] : [];
  });
}

/** A reason alone holds the whole record; `{ fields, reason }` holds these fields of it. */
function readQuarantine(context: RuleContext, entry: Entry | undefined): Rule['quarantine'] {
  if (!entry || !isWritten(entry)) return undefined;
  const { reader } = context;
  if (!isMap(entry.value)) {
    const reason = readTemplate(context, entry, 'quarantine');
    return reason && { reason };
  }
  const entries = reader.entries(entry.value, 'quarantine', QUARANTINE_KEYS);
  for (const key of QUARANTINE_KEYS) {
    if (!isWritten(entries.get(key))) reader.fault(entry.key, `quarantine needs ${NEEDED[key]}.`);
  }
  const reason = readTemplate(context, entries.get('reason'), 'reason') ?? { parts: [] };
  return { reason, fields: readHeldFields(reader, entries.get('fields')) };
}

const NEEDED = { fields: '"fields", a list of names', reason: 'a reason' };

function readHeldFields(reader: YamlReader, entry: Entry | undefined): string[] {
  if (!entry || !isWritten(entry)) return [];
  const nodes = reader.items(entry.value, 'fields', LIMITS.listItems);
  if (nodes.length === 0) reader.fault(entry.value, 'fields names no field.');
  return nodes.map((node) => {
    const name = reader.json(node, 'fields');
    if (typeof name === 'string' && name.trim() !== '') return name;
    reader.fault(node, 'fields is a list of names.');
    return '';
  });
}

/** What a type cannot do without. */
function requireParts(reader: YamlReader, node: Node, type: RuleType, entries: Entries): void {
  const needs: Partial<Record<RuleType, string[]>> = {
    assert: ['condition'],
    transform: ['action', 'function'],
    route: ['action', 'message'],
    score: ['action', 'function'],
    log: ['message', 'action'],
    custom: ['function', 'action'],
  };
  const alternatives = needs[type] ?? [];
  if (alternatives.length === 0 || alternatives.some((key) => isWritten(entries.get(key)))) return;
  reader.fault(node, `A rule of type ${type} needs ${alternatives.join(' or ')}.`);
}
