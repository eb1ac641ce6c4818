import type { ArithmeticOperator, CompareOperator } from './ast';
import { LIMITS } from './limits';
import { equals, type FactValue, order, some, type Truth, type TypeName, typeOf, type Value } from './values';

export function negated(truth: Truth): Truth {
  return truth === undefined ? undefined : !truth;
}

export function compareValues(operator: CompareOperator, left: Value, right: Value): Truth {
  if (operator === '==') return equals(left, right);
  if (operator === '!=') return negated(equals(left, right));
  const difference = order(left, right);
  if (difference === undefined) return undefined;
  if (operator === '<') return difference < 0;
  if (operator === '<=') return difference <= 0;
  return operator === '>' ? difference > 0 : difference >= 0;
}

/** A null in a list stands for itself: it equals null and is simply not any other value. */
export function isMember(value: Value, whole: Value): Truth {
  if (value === undefined || whole === undefined) return undefined;
  if (typeof whole === 'string') return typeof value === 'string' ? whole.includes(value) : undefined;
  if (!Array.isArray(whole)) return undefined;
  return some(whole.map((item) => (item === null && value !== null ? false : equals(value, item))));
}

/** `isMember` of a list known beforehand: one look-up instead of a walk. */
export function memberTest(list: FactValue[]): (value: Value) => Truth {
  const plain = new Set<FactValue>(list.filter((item) => typeof item !== 'object' || item === null));
  const types = new Set<TypeName>(list.map(typeOf));
  types.delete('null');
  return (value) => {
    if (value === undefined) return undefined;
    if (typeof value === 'object' && value !== null) return isMember(value, list);
    if (plain.has(value)) return true;
    const strangers = types.size - (types.has(typeOf(value)) ? 1 : 0);
    return strangers > 0 ? undefined : false;
  };
}

export function calculate(operator: ArithmeticOperator, left: Value, right: Value): Value {
  if (operator === '+' && typeof left === 'string' && typeof right === 'string') {
    return left.length + right.length <= LIMITS.text ? left + right : undefined;
  }
  if (typeof left !== 'number' || typeof right !== 'number') return undefined;
  const result = calculateNumbers(operator, left, right);
  return Number.isFinite(result) ? result : undefined;
}

/** `//` and `%` round towards minus infinity, so that both agree as in Python; by zero nothing is known. */
function calculateNumbers(operator: ArithmeticOperator, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '//':
      return Math.floor(left / right);
    case '%':
      return left - right * Math.floor(left / right);
  }
}
