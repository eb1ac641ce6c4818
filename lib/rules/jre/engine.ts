import { readSteps } from '../tree-path';
import type { Facts, FactValue } from '../values';
import type { JreCondition } from './schema';

/** A condition in json-rules-engine: whether these facts meet it. */
export type Judge = (facts: Facts) => Promise<boolean>;

/**
 * json-rules-engine with one condition. It is loaded only when it is asked, and never gets its default resolver of
 * paths: jsonpath-plus can be made to run code. Ours walks own properties.
 */
export async function judgeOf(condition: JreCondition): Promise<Judge> {
  const { Engine } = await import('json-rules-engine');
  const engine = new Engine([], { pathResolver: resolverOfPaths(), allowUndefinedFacts: true });
  engine.addRule({ conditions: { all: [condition] }, event: { type: 'matched' } });
  const names = [...factsIn(condition)];
  return async (facts) => {
    const given = Object.fromEntries(
      names.filter((name) => Object.hasOwn(facts, name)).map((name) => [name, facts[name]]),
    );
    const { events } = await engine.run(given);
    return events.length > 0;
  };
}

function resolverOfPaths() {
  const known = new Map<string, string[]>();
  return (value: object, path: string): unknown => {
    let steps = known.get(path);
    if (!steps) {
      const read = readSteps(path);
      steps = 'steps' in read ? read.steps : [];
      known.set(path, steps);
    }
    return ownValue(value, steps);
  };
}

/** As `readPath` goes: own properties of objects only. */
function ownValue(whole: unknown, steps: readonly string[]): unknown {
  let value = whole;
  for (const step of steps) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    if (!Object.hasOwn(value, step)) return undefined;
    value = Reflect.get(value, step);
  }
  return value;
}

function factsIn(condition: JreCondition, found = new Set<string>()): Set<string> {
  if ('all' in condition) for (const child of condition.all) factsIn(child, found);
  else if ('any' in condition) for (const child of condition.any) factsIn(child, found);
  else if ('not' in condition) factsIn(condition.not, found);
  else {
    found.add(condition.fact);
    const other = factOf(condition.value);
    if (other !== undefined) found.add(other);
  }
  return found;
}

function factOf(value: FactValue): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return typeof value.fact === 'string' ? value.fact : undefined;
}
