import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Event, Engine as JsonRulesEngine } from 'json-rules-engine';
import type { Facts } from '@/lib/rules/schema';
import { expressionOf, nameOf, type Tree } from './workload';

/** Another engine over the same rules: the names of those that match, for each facts object in its order. */
export type Peer = { engine: string; run: (rows: Facts[]) => Promise<string[][]> | string[][] };

/**
 * The peers are no dependency of ours. They are looked for where BENCH_PEERS says, else beside this project:
 *   npm i --no-save @gorules/zen-engine@0.54.0 json-logic-engine@5.0.7
 */
const load = createRequire(join(process.env.BENCH_PEERS ?? process.cwd(), 'peers.js'));

export function peersOf(trees: Tree[]): Peer[] {
  return [jsonRulesEngine(trees), ...[zen, zenEach, jsonLogic].flatMap((make) => present(make, trees))];
}

function present(make: (trees: Tree[]) => Peer, trees: Tree[]): Peer[] {
  try {
    return [make(trees)];
  } catch (fault) {
    // A peer that is not installed, or has no binary for this machine, is told and left out.
    const message = fault instanceof Error ? fault.message.split('\n')[0] : String(fault);
    console.error(`${make.name} is left out: ${message}`);
    return [];
  }
}

type Condition = { all: Condition[] } | { any: Condition[] } | { not: Condition } | Leaf;
type Leaf = { fact: string; path: string; operator: string; value: unknown };
type Nested = Exclude<Condition, Leaf>;

const OPERATORS = { '==': 'equal', '<': 'lessThan', '>=': 'greaterThanInclusive', in: 'in' } as const;

function conditionOf(tree: Tree): Condition {
  if ('all' in tree) return { all: tree.all.map(conditionOf) };
  if ('any' in tree) return { any: tree.any.map(conditionOf) };
  if ('not' in tree) return { not: conditionOf(tree.not) };
  return { fact: 'resource', path: tree.path.join('.'), operator: OPERATORS[tree.sign], value: tree.value };
}

function nestedOf(tree: Tree): Nested {
  const condition = conditionOf(tree);
  return 'fact' in condition ? { all: [condition] } : condition;
}

/** Our resolver: own properties only. */
function pathResolver(value: object, path: string): unknown {
  let at: unknown = value;
  for (const step of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    at = Reflect.get(at, step);
  }
  return at;
}

/** One engine for all facts, made once. */
function jsonRulesEngine(trees: Tree[]): Peer {
  const engine = new JsonRulesEngine([], { pathResolver });
  trees.forEach((tree, index) => {
    engine.addRule({ conditions: nestedOf(tree), event: { type: nameOf(index) } });
  });
  const order = new Map(trees.map((_, index) => [nameOf(index), index]));
  const place = (name: string) => order.get(name) ?? 0;
  return {
    engine: 'json-rules-engine',
    run: async (rows) => {
      const found: string[][] = [];
      for (const resource of rows) {
        const { events }: { events: Event[] } = await engine.run({ resource });
        found.push(events.map(({ type }) => type).sort((one, other) => place(one) - place(other)));
      }
      return found;
    },
  };
}

type Found = { name: string }[];
type Decision<Result> = { evaluate: (context: unknown) => Promise<{ result: Result }> };
type Zen<Result> = { ZenEngine: new () => { createDecision: (content: Buffer) => Decision<Result> } };

/** One decision table that collects every row that holds: of what ZEN offers, the fastest for many rules. */
function decisionOf<Result>(trees: Tree[], settings: object): Decision<Result> {
  const { ZenEngine }: Zen<Result> = load('@gorules/zen-engine');
  const rules = trees.map((tree, index) => ({
    _id: `${index}`,
    condition: expressionOf(tree),
    name: JSON.stringify(nameOf(index)),
  }));
  const table = {
    ...{ hitPolicy: 'collect', ...settings, rules },
    inputs: [{ id: 'condition', name: 'condition' }],
    outputs: [{ id: 'name', name: 'name', field: 'name' }],
  };
  const graph = {
    nodes: [
      { id: 'in', name: 'in', type: 'inputNode' },
      { id: 'table', name: 'table', type: 'decisionTableNode', content: table },
      { id: 'out', name: 'out', type: 'outputNode' },
    ],
    edges: [
      { id: 'a', sourceId: 'in', targetId: 'table', type: 'edge' },
      { id: 'b', sourceId: 'table', targetId: 'out', type: 'edge' },
    ],
  };
  return new ZenEngine().createDecision(Buffer.from(JSON.stringify(graph)));
}

/** All facts in one call, over which ZEN loops itself. */
function zen(trees: Tree[]): Peer {
  const loop = { inputField: 'rows', outputPath: 'rows', executionMode: 'loop', passThrough: false };
  const decision = decisionOf<{ rows: Found[] }>(trees, loop);
  const run = async (rows: Facts[]) => {
    const { result } = await decision.evaluate({ rows });
    return result.rows.map((found) => found.map(({ name }) => name));
  };
  return { engine: '@gorules/zen-engine', run };
}

/** A call for each facts object, many at once: ZEN answers them on more than one thread. */
function zenEach(trees: Tree[]): Peer {
  const decision = decisionOf<Found>(trees, {});
  const run = async (rows: Facts[]) => {
    const answers = await Promise.all(rows.map((row) => decision.evaluate(row)));
    return answers.map(({ result }) => result.map(({ name }) => name));
  };
  return { engine: '@gorules/zen-engine, a call each on its threads', run };
}

type Logic = (facts: Facts) => unknown;
type JsonLogic = { LogicEngine: new () => { build: (logic: unknown) => Logic } };

/** Each rule built into a function of its own, which is how this engine is fastest. */
function jsonLogic(trees: Tree[]): Peer {
  const { LogicEngine }: JsonLogic = load('json-logic-engine');
  const engine = new LogicEngine();
  const built = trees.map((tree) => engine.build(logicOf(tree)));
  const names = trees.map((_, index) => nameOf(index));
  return {
    engine: 'json-logic-engine',
    run: (rows) =>
      rows.map((facts) =>
        built.flatMap((logic, index) => (logic(facts) === true ? [names[index] ?? ''] : [])),
      ),
  };
}

function logicOf(tree: Tree): unknown {
  if ('all' in tree) return { and: tree.all.map(logicOf) };
  if ('any' in tree) return { or: tree.any.map(logicOf) };
  if ('not' in tree) return { '!': [logicOf(tree.not)] };
  return { [tree.sign === '==' ? '===' : tree.sign]: [{ var: tree.path.join('.') }, tree.value] };
}
