import { parseExpression } from '@/lib/rules/expression';
import type { Facts, FactValue, Rule, RuleSet } from '@/lib/rules/schema';

/** A condition in no engine's words, from which each engine's own form is written. */
export type Leaf = {
  path: string[];
  sign: '==' | '<' | '>=' | 'in';
  value: string | number | boolean | string[];
};
export type Tree = { all: Tree[] } | { any: Tree[] } | { not: Tree } | Leaf;

/** `mixed` rules name no service; of `by service` rules nine in ten begin with one of two hundred. */
export type Mix = 'mixed' | 'by service';

const KINDS = ['disk', 'lb', 'ip', 'instance', 'commitment', 'log_group', 'snapshot', 'bucket'];
const REGIONS = ['eu-west-1', 'eu-central-1', 'us-east-1', 'us-east-2', 'us-west-2', 'ap-south-1'];
const STATES = ['running', 'stopped', 'available', 'in-use', 'deleted'];
const ENVIRONMENTS = ['prod', 'stage', 'dev', 'test'];
const SERVICES = Array.from({ length: 200 }, (_, index) => `service-${index}`);
const NUMBERS: [string[], number][] = [
  [['cash_cost'], 1_000],
  [['age_days'], 400],
  [['requests'], 10_000],
  [['size_gib'], 2_000],
  [['metrics', 'cpu_p95'], 100],
];

type Draw = { below: (most: number) => number; of: <Item>(items: readonly Item[]) => Item };

/** The same numbers on every machine. */
function drawing(seed: number): Draw {
  let state = seed;
  const below = (most: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
  const of = <Item>(items: readonly Item[]): Item => {
    const item = items[below(items.length)];
    if (item === undefined) throw new Error('nothing to draw from');
    return item;
  };
  return { below, of };
}

/** Facts as they come out of JSON; each kind has fields of its own, so that not all objects are of one shape. */
export function makeFacts(size: number, shapes: 'one' | 'several' = 'one'): Facts[] {
  const draw = drawing(7);
  return Array.from({ length: size }, (_, index) => {
    const kind = draw.of(KINDS);
    const own: Facts = Object.fromEntries([[shapes === 'one' ? 'id' : `${kind}_id`, `id-${index}`]]);
    const facts: Facts = {
      ...{ ...own, service: draw.of(SERVICES), kind, provider: 'AWS', account: String(draw.below(50)) },
      ...{ region: draw.of(REGIONS), state: draw.of(STATES), attached: draw.below(2) === 0, bill_ok: true },
      ...{ cash_cost: draw.below(100_000) / 100, age_days: draw.below(400), requests: draw.below(10_000) },
      ...{ size_gib: draw.below(2_000), name: `web-${index}` },
      metrics: { cpu_p95: draw.below(10_000) / 100, days: 30 },
      tags: { env: draw.of(ENVIRONMENTS), team: 'core' },
    };
    return JSON.parse(JSON.stringify(facts));
  });
}

export function makeTrees(count: number, mix: Mix): Tree[] {
  const draw = drawing(11);
  return Array.from({ length: count }, (): Tree => {
    const rest = [anyOf(draw), numeric(draw), draw.below(2) === 0 ? member(draw) : nested(draw)];
    if (mix === 'by service' && draw.below(10) > 0) {
      return { all: [{ path: ['service'], sign: '==', value: draw.of(SERVICES) }, ...rest] };
    }
    return { all: [draw.of([textual, numeric, member])(draw), ...rest] };
  });
}

function numeric(draw: Draw): Leaf {
  const [path, most] = draw.of(NUMBERS);
  const isLess = draw.below(2) === 0;
  // About one in four is on the asked side.
  const value = Math.round(most * (isLess ? 0.1 + draw.below(30) / 100 : 0.6 + draw.below(30) / 100));
  return { path, sign: isLess ? '<' : '>=', value };
}

function textual(draw: Draw): Leaf {
  return draw.of<Leaf>([
    { path: ['kind'], sign: '==', value: draw.of(KINDS) },
    { path: ['state'], sign: '==', value: draw.of(STATES) },
    { path: ['region'], sign: '==', value: draw.of(REGIONS) },
  ]);
}

function nested(draw: Draw): Tree {
  const leaf: Leaf = { path: ['tags', 'env'], sign: '==', value: draw.of(ENVIRONMENTS) };
  return draw.below(3) === 0 ? { not: leaf } : leaf;
}

function member(draw: Draw): Leaf {
  const [path, from] = draw.of<[string[], string[]]>([
    [['region'], REGIONS],
    [['kind'], KINDS],
  ]);
  return { path, sign: 'in', value: [...new Set([draw.of(from), draw.of(from), draw.of(from)])] };
}

function anyOf(draw: Draw): Tree {
  const attached: Leaf = { path: ['attached'], sign: '==', value: draw.below(2) === 0 };
  return { any: [numeric(draw), { all: [attached, draw.below(2) === 0 ? nested(draw) : numeric(draw)] }] };
}

export function nameOf(index: number): string {
  return `rule-${index}`;
}

/** The trees as one of our sets. It is not read from YAML, which is limited to 500 rules. */
export function ruleSetOf(trees: Tree[]): RuleSet {
  const rules = trees.map((tree, index): Rule => {
    const parsed = parseExpression(expressionOf(tree));
    if (!parsed.ok) throw new Error(parsed.flaw.message);
    return {
      ...{ name: nameOf(index), type: 'condition', enabled: true, action: [], line: index + 1 },
      condition: parsed.value,
      recommend: { action: 'delete', reason: { parts: ['idle'] } },
    };
  });
  return { ruleset: 'bench', domain: 'finops', mode: 'all', defaults: {}, lists: {}, rules, tests: [] };
}

/** Our spelling, which ZEN shares. */
export function expressionOf(tree: Tree): string {
  if ('all' in tree) return `(${tree.all.map(expressionOf).join(' and ')})`;
  if ('any' in tree) return `(${tree.any.map(expressionOf).join(' or ')})`;
  if ('not' in tree) return `not (${expressionOf(tree.not)})`;
  return `${tree.path.join('.')} ${tree.sign} ${literalText(tree.value)}`;
}

function literalText(value: FactValue): string {
  if (Array.isArray(value)) return `[${value.map(literalText).join(', ')}]`;
  return typeof value === 'string' ? `'${value}'` : String(value);
}
