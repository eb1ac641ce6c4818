/** What a fact may hold: JSON. A text that looks like a number stays a text. */
export type FactValue = string | number | boolean | null | FactValue[] | { [key: string]: FactValue };
export type Facts = { [key: string]: FactValue };

/** The value of an expression; `undefined` is unknown, and a missing fact has no other value. */
export type Value = FactValue | undefined;
/** The truth of a condition; `undefined` is unknown. */
export type Truth = boolean | undefined;

export type TypeName = 'text' | 'number' | 'boolean' | 'null' | 'list' | 'object';

export function typeOf(value: FactValue): TypeName {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  switch (typeof value) {
    case 'string':
      return 'text';
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    default:
      return 'object';
  }
}

function isObject(value: Value): value is { [key: string]: FactValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a dotted path over own properties only; unknown when any step is not there. */
export function readPath(facts: Facts, path: readonly string[]): Value {
  let value: Value = facts;
  for (const step of path) {
    if (!isObject(value) || !Object.hasOwn(value, step)) return undefined;
    value = value[step];
  }
  return value;
}

/** The facts with one dotted path set; what lies on the way is copied, the given facts stay as they are. */
export function withPath(facts: Facts, path: readonly string[], value: FactValue): Facts {
  const [step, ...rest] = path;
  if (step === undefined) return facts;
  const below = Object.hasOwn(facts, step) ? facts[step] : undefined;
  const inner = rest.length === 0 ? value : withPath(isObject(below) ? below : {}, rest, value);
  return { ...facts, [step]: inner };
}

/** The facts with what stands at a dotted path taken away. */
export function withoutPath(facts: Facts, path: readonly string[]): Facts {
  const [step, ...rest] = path;
  if (step === undefined || !Object.hasOwn(facts, step)) return facts;
  const { [step]: below, ...others } = facts;
  if (rest.length === 0) return others;
  return isObject(below) ? { ...facts, [step]: withoutPath(below, rest) } : facts;
}

/** A present value used as a condition: false when it is false, null, 0, "" or []; unknown stays unknown. */
export function truthOf(value: Value): Truth {
  if (value === undefined) return undefined;
  return !(value === false || value === null || value === 0 || value === '' || isEmptyList(value));
}

function isEmptyList(value: FactValue): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** Equality within one type, unknown across types: "1" against 1 is a fault of the data, not a difference. */
export function equals(left: Value, right: Value): Truth {
  if (left === undefined || right === undefined || typeOf(left) !== typeOf(right)) return undefined;
  if (Array.isArray(left) && Array.isArray(right)) return listsEqual(left, right);
  if (isObject(left) && isObject(right)) return objectsEqual(left, right);
  return left === right;
}

function listsEqual(left: FactValue[], right: FactValue[]): Truth {
  if (left.length !== right.length) return false;
  return every(left.map((item, index) => equals(item, right[index])));
}

function objectsEqual(left: Facts, right: Facts): Truth {
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  if (keys.some((key) => !Object.hasOwn(right, key))) return false;
  return every(keys.map((key) => equals(left[key], right[key])));
}

/** `and` as in SQL: false wins, then unknown, then true. */
export function every(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false;
  return truths.includes(undefined) ? undefined : true;
}

/** `or` as in SQL: true wins, then unknown, then false. */
export function some(truths: readonly Truth[]): Truth {
  if (truths.includes(true)) return true;
  return truths.includes(undefined) ? undefined : false;
}

/** Order of two numbers or two texts: below 0, 0, above 0; unknown for anything else. */
export function order(left: Value, right: Value): number | undefined {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : left > right ? 1 : 0;
  return undefined;
}

/** A value as people read it in a message; a number without the noise of doubles. */
export function display(value: Value): string {
  if (value === undefined) return 'unknown';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(Number(value.toFixed(6)));
  return JSON.stringify(value);
}
