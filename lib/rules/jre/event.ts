import type { Expression, Path } from '../ast';
import { printExpression } from '../print';
import type { Facts, FactValue } from '../schema';
import { isPlainPath, readSteps } from '../tree-path';

/** What a rule of ours does: the keys of a rule beside its name and condition. */
export type Deed = { deed: Facts; left: string[] };

const AT = { start: 0, end: 0 };
const VERDICTS = ['recommend', 'fix', 'quarantine', 'deny'] as const;
const OF_RECOMMEND = ['action', 'savings', 'at_stake', 'effort', 'risk', 'target', 'reason'] as const;

type Event = { type: string; params: Facts; rule: string };

/**
 * What an event asks for. `recommend`, `fix`, `quarantine`, `deny` and `message` among its params are those of a rule, as
 * an export writes them; `action` with `savings` is a recommendation too. `left` is what cannot be taken.
 */
export function deedOf({ type, params, rule }: Event): Deed {
  const { recommend, rest } = recommendOf({ type, params });
  const verdicts = VERDICTS.filter((name) => Object.hasOwn(rest, name));
  const told = Object.fromEntries(verdicts.map((name) => [name, rest[name] ?? null]));
  const { message, ...facts } = withoutKeys(rest, verdicts);
  const { lines, left } = assignmentsOf(facts);
  const log = logOf(type, typeof message === 'string' ? message : undefined, rule);
  return {
    deed: {
      ...(lines.length > 0 ? { action: lines.join('\n') } : {}),
      ...(log === undefined ? {} : { message: log }),
      ...(recommend ? { recommend } : {}),
      ...told,
    },
    left,
  };
}

/** The same with every param as a fact: for those that only look like a rule's own words. */
export function plainDeedOf({ type, params, rule }: Event): Deed {
  const { lines, left } = assignmentsOf(params);
  const log = type === rule ? undefined : escaped(type);
  return {
    deed: {
      ...(lines.length > 0 ? { action: lines.join('\n') } : {}),
      ...(log === undefined ? {} : { message: log }),
    },
    left,
  };
}

function recommendOf({ type, params }: Omit<Event, 'rule'>): { recommend?: Facts; rest: Facts } {
  const { action, savings, message, reason } = params;
  if (Object.hasOwn(params, 'recommend') || typeof action !== 'string' || savings === undefined)
    return { rest: params };
  const given = OF_RECOMMEND.filter((key) => Object.hasOwn(params, key));
  const recommend = Object.fromEntries(given.map((key) => [key, params[key] ?? null]));
  const rest = withoutKeys(params, given);
  if (reason !== undefined) return { recommend, rest };
  return {
    recommend: { ...recommend, reason: message ?? escaped(type) },
    rest: withoutKeys(rest, ['message']),
  };
}

function withoutKeys(facts: Facts, keys: readonly string[]): Facts {
  return Object.fromEntries(Object.entries(facts).filter(([key]) => !keys.includes(key)));
}

/** An event that is named otherwise than its rule says so in the log. */
function logOf(type: string, message: string | undefined, rule: string): string | undefined {
  if (type === rule) return message;
  return message === undefined ? escaped(type) : `${escaped(type)}: ${message}`;
}

/** A text that is no template. */
function escaped(text: string): string {
  return text.replaceAll('{{', "{{ '{{' }}");
}

function assignmentsOf(facts: Facts, above: string[] = []): { lines: string[]; left: string[] } {
  const [lines, left]: [string[], string[]] = [[], []];
  for (const [key, value] of Object.entries(facts)) {
    const target = [...above, key];
    const name = target.join('.');
    const source = expressionOf(value);
    if (!isPlainPath(target)) left.push(`"${name}" cannot be the name of a fact that a rule sets`);
    else if (source) lines.push(`${name} = ${printExpression(source)}`);
    else if (isMapping(value)) {
      const below = assignmentsOf(value, target);
      lines.push(...below.lines);
      left.push(...below.left);
    } else left.push(`"${name}" is a list of more than single values`);
  }
  return { lines, left };
}

function isMapping(value: FactValue): value is Facts {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function expressionOf(value: FactValue): Expression | undefined {
  if (Array.isArray(value)) {
    const items = value.map(expressionOf).filter((item) => item !== undefined);
    return items.length === value.length ? { kind: 'list', items, at: AT } : undefined;
  }
  if (isMapping(value)) return referenceOf(value);
  return { kind: 'literal', value, at: AT };
}

/** `{ fact, path }`, which its engine can be told to put the value in for. */
function referenceOf({ fact, path, ...more }: Facts): Path | undefined {
  if (typeof fact !== 'string' || Object.keys(more).length > 0) return undefined;
  if (path !== undefined && typeof path !== 'string') return undefined;
  const [root, below] = [readSteps(fact), readSteps(path ?? '')];
  if (!('steps' in root) || !('steps' in below)) return undefined;
  return { kind: 'path', path: [...root.steps, ...below.steps], at: AT };
}
