import { isMap, isScalar, isSeq, type Node } from 'yaml';
import type { CompareOperator, Expression, Path, Span } from './ast';
import { sizeOf } from './expression-size';
import { LIMITS } from './limits';
import { readSteps } from './tree-path';
import type { FactValue } from './values';
import type { Entry, YamlReader } from './yaml-reader';

/*
 * Condition trees of json-rules-engine (`all`, `any`, `not`, `fact`, `condition`), read into the tree that expressions
 * are read into. What they mean is ours (docs/rules.md): a missing fact is unknown, and so is a comparison of two types.
 * `at` holds the offsets in the whole file, also of what a named condition brings.
 */

/** What `{ condition: name }` stands for; faults at `node` what cannot be had. */
export type ConditionNames = { named(name: string, node: Node): Expression | undefined };
export type TreeContext = { reader: YamlReader; conditions: ConditionNames };

const KINDS = ['all', 'any', 'not', 'fact', 'condition'] as const;
const LEAF_KEYS = ['operator', 'value', 'path', 'params'] as const;
/** `priority` is the order in which json-rules-engine looks, and `name` its label: neither changes what comes out. */
const COMMON_KEYS = ['priority', 'name'] as const;
const ORDERING = {
  lessThan: '<',
  lessThanInclusive: '<=',
  greaterThan: '>',
  greaterThanInclusive: '>=',
} as const;
const SIGNS = { equal: '==', notEqual: '!=', ...ORDERING, in: 'in', notIn: 'not in' } as const;
export const TREE_OPERATORS = [
  'equal',
  'notEqual',
  'lessThan',
  'lessThanInclusive',
  'greaterThan',
  'greaterThanInclusive',
  'in',
  'notIn',
  'contains',
  'doesNotContain',
] as const;
export type TreeOperator = (typeof TREE_OPERATORS)[number];

/** "Not in" these is how a tree writes a fact that stands alone as a condition: `metrics_ok`. */
export const FALSY: readonly FactValue[] = [false, null, 0, ''];

type Entries = Map<string, Entry>;

/** A condition tree as an expression; nothing when something in it is wrong, which the reader then knows. */
export function readTree(context: TreeContext, node: Node): Expression | undefined {
  const { reader } = context;
  if (!isMap(node)) return reader.fault(node, `A condition is a mapping with one of ${KINDS.join(', ')}.`);
  const entries = reader.entries(node, 'A condition', [...KINDS, ...LEAF_KEYS, ...COMMON_KEYS]);
  const kinds = KINDS.filter((kind) => entries.has(kind));
  const [kind] = kinds;
  if (kind === undefined) {
    return reader.fault(node, `A condition needs one of ${KINDS.join(', ')}.`);
  }
  if (kinds.length > 1) return reader.fault(node, `A condition has one of ${kinds.join(', ')}, not several.`);
  readPriority(reader, entries.get('priority'));
  for (const key of LEAF_KEYS) {
    const entry = entries.get(key);
    if (entry && kind !== 'fact') reader.fault(entry.key, `"${key}" goes with "fact", not with "${kind}".`);
  }
  return bounded(context, node, readKind(context, { kind, node, entries }));
}

type Branch = { kind: (typeof KINDS)[number]; node: Node; entries: Entries };

function readKind(context: TreeContext, { kind, node, entries }: Branch): Expression | undefined {
  const entry = entries.get(kind);
  if (!entry) return undefined;
  switch (kind) {
    case 'all':
      return readJunction(context, 'and', entry, node);
    case 'any':
      return readJunction(context, 'or', entry, node);
    case 'not': {
      const operand = readTree(context, entry.value);
      return operand && { kind: 'not', operand, at: spanOf(node) };
    }
    case 'condition': {
      const name = context.reader.text(entry, 'condition', 100);
      return name === undefined ? undefined : context.conditions.named(name, entry.value);
    }
    case 'fact':
      return readLeaf(context.reader, node, entries);
  }
}

/** An empty list would be true of everything, in json-rules-engine even as `any`: it is refused. */
function readJunction(
  context: TreeContext,
  kind: 'and' | 'or',
  { key, value }: Entry,
  node: Node,
): Expression | undefined {
  const { reader } = context;
  const name = String(key.value);
  const isEmpty = isSeq(value) && value.items.length === 0;
  if (isEmpty) return reader.fault(value, `"${name}" is empty: it would be true of everything.`);
  const items = reader.items(value, name, LIMITS.listItems);
  const operands = items
    .map((item) => readTree(context, item))
    .filter((operand): operand is Expression => operand !== undefined);
  const [first] = operands;
  if (first === undefined || operands.length < items.length) return undefined;
  return operands.length === 1 ? first : { kind, operands, at: spanOf(node) };
}

function readPriority(reader: YamlReader, entry: Entry | undefined): void {
  if (!entry) return;
  const priority = isScalar(entry.value) ? Number(entry.value.value) : Number.NaN;
  if (!(Number.isInteger(priority) && priority > 0))
    reader.fault(entry.value, 'priority is a whole number from 1.');
}

function readLeaf(reader: YamlReader, node: Node, entries: Entries): Expression | undefined {
  const left = readFact(reader, node, entries);
  const operator = reader.word(entries.get('operator'), 'operator', TREE_OPERATORS);
  if (!entries.has('operator')) reader.fault(node, 'A condition with "fact" needs an "operator".');
  const value = entries.get('value');
  if (!value) return reader.fault(node, 'A condition with "fact" needs a "value".');
  const right = operator && readValue(reader, operator, value);
  if (!left || !operator || !right) return undefined;
  const at = spanOf(node);
  if (operator === 'notIn' && isFalsy(right)) return left;
  if (operator === 'contains' || operator === 'doesNotContain') {
    const call: Expression = { kind: 'call', name: 'contains', args: [left, right], at };
    return operator === 'contains' ? call : { kind: 'not', operand: call, at };
  }
  const sign: CompareOperator = SIGNS[operator];
  return { kind: 'compare', operators: [sign], operands: [left, right], at };
}

/** `fact` and below it `path`; a dotted `fact` is a path too, as everywhere in a rule file. */
function readFact(reader: YamlReader, node: Node, entries: Entries): Path | undefined {
  const params = entries.get('params');
  if (params) reader.fault(params.key, 'Facts take no params here: they are what the sources read.');
  const fact = reader.text(entries.get('fact'), 'fact', 200);
  if (fact === undefined) {
    if (isNullScalar(entries.get('fact')?.value)) reader.fault(node, 'fact is empty.');
    return undefined;
  }
  const path = reader.text(entries.get('path'), 'path', 500);
  const [root, below] = [readSteps(fact), readSteps(path ?? '')];
  if ('fault' in root || fact.startsWith('$')) {
    return reader.fault(entries.get('fact')?.value, `"${fact}" is not the name of a fact.`);
  }
  if ('fault' in below) return reader.fault(entries.get('path')?.value, below.fault);
  return { kind: 'path', path: [...root.steps, ...below.steps], at: spanOf(node) };
}

const WANTED: Record<TreeOperator, string> = {
  equal: 'one value',
  notEqual: 'one value',
  lessThan: 'a number or a text',
  lessThanInclusive: 'a number or a text',
  greaterThan: 'a number or a text',
  greaterThanInclusive: 'a number or a text',
  in: 'a list of values',
  notIn: 'a list of values',
  contains: 'one value',
  doesNotContain: 'one value',
};

/** What stands to the right: a value of the shape that the operator compares with, or another fact. */
function readValue(
  reader: YamlReader,
  operator: TreeOperator,
  { key, value }: Entry,
): Expression | undefined {
  if (isScalar(value) && value.value === null && value.source === '')
    return reader.fault(key, 'value is empty: write null where null is meant.');
  if (isMap(value)) {
    const entries = reader.entries(value, 'The value of a condition', ['fact', 'path', 'params']);
    if (entries.has('fact')) return readFact(reader, value, entries);
    return reader.fault(value, `"${operator}" compares with ${WANTED[operator]}, or with { fact: … }.`);
  }
  const json = reader.json(value, 'value');
  const at = spanOf(value);
  const isList = Array.isArray(json);
  if (isList !== (operator === 'in' || operator === 'notIn') || !fits(operator, json)) {
    return reader.fault(value, `"${operator}" compares with ${WANTED[operator]}, or with { fact: … }.`);
  }
  if (!isList) return literalOf(json, at);
  if (json.length > LIMITS.listItems)
    return reader.fault(value, `A list may have ${LIMITS.listItems} values.`);
  const items = json.map((item) => literalOf(item, at)).filter((item) => item !== undefined);
  if (items.length < json.length) return reader.fault(value, `"${operator}" takes a list of single values.`);
  return { kind: 'list', items, at };
}

function fits(operator: TreeOperator, value: FactValue): boolean {
  return !Object.hasOwn(ORDERING, operator) || typeof value === 'number' || typeof value === 'string';
}

function literalOf(value: FactValue, at: Span): Expression | undefined {
  return typeof value === 'object' && value !== null ? undefined : { kind: 'literal', value, at };
}

function isFalsy(node: Expression): boolean {
  if (node.kind !== 'list' || node.items.length !== FALSY.length) return false;
  return node.items.every((item, index) => item.kind === 'literal' && item.value === FALSY[index]);
}

function isNullScalar(node: Node | undefined): boolean {
  return isScalar(node) && node.value === null;
}

/** Named conditions may stand in each other: what they come to together is bounded. */
function bounded(
  { reader }: TreeContext,
  node: Node,
  expression: Expression | undefined,
): Expression | undefined {
  if (!expression) return undefined;
  const { parts, depth } = sizeOf(expression);
  if (depth > LIMITS.depth)
    return reader.fault(node, `The condition is nested more than ${LIMITS.depth} levels deep.`);
  if (parts <= LIMITS.conditionParts) return expression;
  return reader.fault(
    node,
    `A condition may come to ${LIMITS.conditionParts.toLocaleString('en')} parts, with all that it names.`,
  );
}

export function spanOf(node: Node): Span {
  const [start = 0, end = start] = node.range ?? [];
  return { start, end };
}
