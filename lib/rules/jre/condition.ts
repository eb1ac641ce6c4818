import { type Expression, isListName, type Path, type Tag } from '../ast';
import { printExpression } from '../print';
import { FALSY } from '../tree';
import { writeSteps } from '../tree-path';
import type { FactValue } from '../values';
import type { JreCondition } from './schema';

export type Lists = Readonly<Record<string, FactValue[]>>;
type Result = { condition: JreCondition } | { why: string };
type Field = Path | Tag;

const OPERATORS = {
  '==': 'equal',
  '!=': 'notEqual',
  '<': 'lessThan',
  '<=': 'lessThanInclusive',
  '>': 'greaterThan',
  '>=': 'greaterThanInclusive',
  in: 'in',
  'not in': 'notIn',
} as const;
type Sign = keyof typeof OPERATORS;
const COMPUTES = 'it compares facts with values or facts, and computes nothing';

/** The same said from the other side: `5 < x` is `x > 5`. */
const TURNED: Partial<Record<Sign, Sign>> = {
  '==': '==',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

/**
 * An expression as a condition of json-rules-engine, or why it has none. Where every fact is present, of the type that
 * is compared with and no text is put in order, both mean the same (`isComparable`).
 */
export function conditionOf(node: Expression, lists: Lists): Result {
  switch (node.kind) {
    case 'and':
    case 'or': {
      const results = node.operands.map((operand) => conditionOf(operand, lists));
      return joined(results, (all) => (node.kind === 'and' ? { all } : { any: all }));
    }
    case 'not': {
      const operand = conditionOf(node.operand, lists);
      return 'why' in operand ? operand : { condition: { not: operand.condition } };
    }
    case 'compare': {
      const pairs = node.operators.map((sign, index) =>
        pairOf(sign, node.operands[index], node.operands[index + 1], lists),
      );
      return joined(pairs, (all) => ({ all }));
    }
    case 'path':
    case 'tag': {
      if (isListName(node, named(lists))) return not(node, 'a list alone is no condition there');
      return leaf(node, 'notIn', [...FALSY]);
    }
    case 'call':
      return callOf(node.name, node.args, node, lists);
    default:
      return not(node, COMPUTES);
  }
}

function joined(results: Result[], join: (all: JreCondition[]) => JreCondition): Result {
  const conditions: JreCondition[] = [];
  for (const result of results) {
    if ('why' in result) return result;
    conditions.push(result.condition);
  }
  const [first] = conditions;
  return { condition: first && conditions.length === 1 ? first : join(conditions) };
}

function callOf(name: string, [whole, part]: Expression[], node: Expression, lists: Lists): Result {
  if (name === 'exists') return not(node, 'it cannot ask whether a fact is there');
  if (name !== 'contains' || !whole || !part) return not(node, `it has no ${name}()`);
  return within(part, whole, lists) ?? not(node, 'it looks only in lists that are facts');
}

function pairOf(
  sign: Sign,
  left: Expression | undefined,
  right: Expression | undefined,
  lists: Lists,
): Result {
  if (!left || !right) return { why: 'the comparison has no two sides' };
  const shown: Expression = { kind: 'compare', operators: [sign], operands: [left, right], at: left.at };
  if (sign === 'in' || sign === 'not in') return memberOf(sign, left, right, shown, lists);
  const turned = TURNED[sign];
  const isTurned = !isField(left, lists) && turned !== undefined;
  const [fact, other, operator] = isTurned ? [right, left, turned] : [left, right, sign];
  if (!isField(fact, lists)) return not(shown, COMPUTES);
  if (isField(other, lists)) return leaf(fact, OPERATORS[operator], reference(other));
  const value = constantOf(other);
  if (value === undefined) return not(shown, COMPUTES);
  const isOrder = operator !== '==' && operator !== '!=';
  if (isOrder && typeof value !== 'number') return not(shown, 'it puts numbers in order, nothing else');
  return leaf(fact, OPERATORS[operator], value);
}

/** `kind in ['lb', 'disk']`, `account in accounts`, `'x' in names`. */
function memberOf(
  sign: 'in' | 'not in',
  left: Expression,
  right: Expression,
  shown: Expression,
  lists: Lists,
): Result {
  const list = listOf(right, lists);
  if (list && isField(left, lists)) return leaf(left, OPERATORS[sign], [...list]);
  if (!list && right.kind === 'list') return oneOf(sign, left, right.items, lists);
  const condition = list ? undefined : within(left, right, lists);
  if (!condition) return not(shown, 'it looks for a fact in a list, or for a value in a fact');
  return sign === 'in' || 'why' in condition ? condition : { condition: { not: condition.condition } };
}

/** `type in ['null', types.name]`: a list that names facts is one comparison each. */
function oneOf(sign: 'in' | 'not in', left: Expression, items: Expression[], lists: Lists): Result {
  const found = joined(
    items.map((item) => pairOf('==', left, item, lists)),
    (any) => ({ any }),
  );
  return sign === 'in' || 'why' in found ? found : { condition: { not: found.condition } };
}

/** A value, or another fact, in a fact that is a list. */
function within(part: Expression, whole: Expression, lists: Lists): Result | undefined {
  if (!isField(whole, lists)) return undefined;
  if (isField(part, lists)) return leaf(whole, 'contains', reference(part));
  const value = constantOf(part);
  return value === undefined ? undefined : leaf(whole, 'contains', value);
}

function not(node: Expression, why: string): Result {
  return { why: `${printExpression(node)}: ${why}` };
}

function leaf(field: Field, operator: string, value: FactValue): Result {
  const { fact, path } = reference(field);
  // A name with a dot in it would come back as a path.
  if (/[.[\]$]/.test(fact)) return not(field, 'it has no way to write this name');
  return { condition: { fact, ...(path === undefined ? {} : { path }), operator, value } };
}

function reference(field: Field): { fact: string; path?: string } {
  const [fact = '', ...below] = field.kind === 'path' ? field.path : ['tags', field.key];
  return below.length === 0 ? { fact } : { fact, path: writeSteps(below) };
}

function named(lists: Lists) {
  return { has: (name: string) => Object.hasOwn(lists, name) };
}

function isField(node: Expression, lists: Lists): node is Field {
  return (node.kind === 'path' || node.kind === 'tag') && !isListName(node, named(lists));
}

function constantOf(node: Expression): FactValue | undefined {
  if (node.kind === 'literal') return node.value;
  if (node.kind !== 'negate' || node.operand.kind !== 'literal') return undefined;
  return typeof node.operand.value === 'number' ? -node.operand.value : undefined;
}

/** The items of a list that is written out or named. */
function listOf(node: Expression, lists: Lists): FactValue[] | undefined {
  if (node.kind === 'path' && isListName(node, named(lists))) return lists[node.path[0] ?? ''];
  if (node.kind !== 'list') return undefined;
  const items = node.items.map(constantOf).filter((item) => item !== undefined);
  return items.length === node.items.length ? items : undefined;
}
