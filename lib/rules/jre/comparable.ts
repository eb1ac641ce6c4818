import { type Expression, isListName } from '../ast';
import { isMember } from '../operators';
import { type Facts, type FactValue, readPath, typeOf, type Value } from '../values';
import type { Lists } from './condition';

/**
 * Whether both engines can judge a condition over these facts: every fact it reads is there and of the type that it is
 * compared with, only numbers are put in order, and nothing but single values is looked for. Elsewhere json-rules-engine
 * says false where we say unknown (docs/rules.md).
 */
export function isComparable(node: Expression, facts: Facts, lists: Lists): boolean {
  const valueAt = (part: Expression | undefined): Value =>
    part ? constantOrFact(part, facts, lists) : undefined;
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.operands.every((operand) => isComparable(operand, facts, lists));
    case 'not':
      return isComparable(node.operand, facts, lists);
    case 'compare':
      return node.operators.every((sign, index) => {
        const [left, right] = [valueAt(node.operands[index]), valueAt(node.operands[index + 1])];
        if (left === undefined || right === undefined) return false;
        if (sign === 'in' || sign === 'not in') return isSought(left, right);
        if (sign === '==' || sign === '!=') {
          const againstNull = isNull(node.operands[index]) || isNull(node.operands[index + 1]);
          return isSingle(left) && isSingle(right) && (againstNull || typeOf(left) === typeOf(right));
        }
        return typeof left === 'number' && typeof right === 'number';
      });
    case 'path':
    case 'tag': {
      const value = valueAt(node);
      return value !== undefined && isSingle(value);
    }
    case 'call': {
      const [whole, part] = [valueAt(node.args[0]), valueAt(node.args[1])];
      return whole !== undefined && part !== undefined && isKnownIn(part, whole);
    }
    default:
      return false;
  }
}

function isSought(value: FactValue, whole: FactValue): boolean {
  return Array.isArray(whole) && isSingle(value) && isMember(value, whole) !== undefined;
}

/** For contains(), to which a null in the list is of another type than what is looked for. */
function isKnownIn(part: FactValue, whole: FactValue): boolean {
  if (!isSought(part, whole) || !Array.isArray(whole)) return false;
  return whole.includes(part) || whole.every((item) => typeOf(item) === typeOf(part));
}

function isSingle(value: FactValue): boolean {
  return typeof value !== 'object' || value === null;
}

function isNull(node: Expression | undefined): boolean {
  return node?.kind === 'literal' && node.value === null;
}

function constantOrFact(node: Expression, facts: Facts, lists: Lists): Value {
  switch (node.kind) {
    case 'literal':
      return node.value;
    case 'path':
      return isListName(node, { has: (name) => Object.hasOwn(lists, name) })
        ? lists[node.path[0] ?? '']
        : readPath(facts, node.path);
    case 'tag':
      return readPath(facts, ['tags', node.key]);
    case 'negate': {
      const value = constantOrFact(node.operand, facts, lists);
      return typeof value === 'number' ? -value : undefined;
    }
    case 'list': {
      const items = node.items
        .map((item) => constantOrFact(item, facts, lists))
        .filter((item) => item !== undefined);
      return items.length === node.items.length ? items : undefined;
    }
    default:
      return undefined;
  }
}
