import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { compileRuleSet } from '@/lib/rules/compile';
import type { Facts } from '@/lib/rules/schema';
import { round2 } from '../measure';
import { handWritten } from './floor';
import { peersOf } from './peers';
import { type Mix, makeFacts, makeTrees, ruleSetOf, type Tree } from './workload';

const SIZES = [10, 50, 200, 1_000];
const FACTS = 10_000;
const ROUNDS = 9;
/** An engine that has had this long is not asked for another round. */
const MOST_MS = 4_000;
/** Facts times rules that a slow engine is asked; the rest is reckoned from them, and the line says so. */
const SAMPLE: Record<string, number> = { 'json-rules-engine': 20_000 };
const OTHER_SAMPLE = 500_000;

type Ask = { engine: string; ask: (facts: Facts) => readonly string[] };

/** Ours beside a programmer's predicates and other engines. `ratio` is how many times as long as ours a pass takes. */
export async function compareEngines(): Promise<void> {
  const rows = makeFacts(FACTS);
  for (const mix of ['mixed', 'by service'] as const) {
    for (const size of SIZES) await compareAt(rows, size, mix);
  }
}

async function compareAt(rows: Facts[], size: number, mix: Mix): Promise<void> {
  const trees = makeTrees(size, mix);
  const shown = `10k×${size}${mix === 'mixed' ? '' : `, ${mix}`}`;
  const engines = enginesOf(trees);
  const wanted = rows.map((facts) => engines[0]?.ask(facts) ?? []);
  for (const { engine, ask } of engines) check(engine, rows.map(ask), wanted);
  const times = timesOf(engines, rows);
  const ours = times.get('compiled') ?? Number.NaN;
  const matches = wanted.reduce((sum, names) => sum + names.length, 0);
  for (const [engine, ms] of times) {
    say({ case: shown, engine, ms: round2(ms), ratio: round2(ms / ours), matches });
  }
  say({ case: shown, engine: 'compiled', ...coldPass(size, mix) });
  for (const peer of peersOf(trees)) {
    const sampled = Math.min(FACTS, Math.max(10, Math.ceil((SAMPLE[peer.engine] ?? OTHER_SAMPLE) / size)));
    const sample = rows.slice(0, sampled);
    check(peer.engine, await peer.run(sample), wanted.slice(0, sampled));
    const ms = (await fastest(() => peer.run(sample))) * (FACTS / sampled);
    const reckoned = sampled < FACTS ? { reckoned_from_facts: sampled } : {};
    say({ case: shown, engine: peer.engine, ms: round2(ms), ratio: round2(ms / ours), ...reckoned });
  }
}

/** Of three, which is kind to an engine that is asked less often than ours. */
async function fastest(pass: () => unknown): Promise<number> {
  const taken: number[] = [];
  for (let round = 0; round < 3; round++) {
    const started = performance.now();
    await pass();
    taken.push(performance.now() - started);
  }
  return Math.min(...taken);
}

function enginesOf(trees: Tree[]): Ask[] {
  const now = new Date();
  const set = ruleSetOf(trees);
  const compiled = compileRuleSet(set, { engine: 'generated' });
  const closures = compileRuleSet(set, { engine: 'closures' });
  return [
    { engine: 'hand-written', ask: handWritten(trees) },
    { engine: 'compiled', ask: (facts) => compiled.matchedRules(facts, { now }) },
    { engine: 'compiled, whole evaluations', ask: (facts) => compiled.evaluate(facts, { now }).matched },
    { engine: 'closures, whole evaluations', ask: (facts) => closures.evaluate(facts, { now }).matched },
  ];
}

/** The median of some rounds, the engines in turns, so that a slow moment of the machine meets all. */
function timesOf(engines: Ask[], rows: Facts[]): Map<string, number> {
  const times = new Map(engines.map(({ engine }): [string, number[]] => [engine, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const { engine, ask } of engines) {
      const taken = times.get(engine) ?? [];
      if (taken.reduce((sum, ms) => sum + ms, 0) > MOST_MS) continue;
      const started = performance.now();
      for (const facts of rows) ask(facts);
      taken.push(performance.now() - started);
    }
  }
  return new Map([...times].map(([engine, taken]) => [engine, median(taken)]));
}

function median(values: number[]): number {
  return [...values].sort((one, other) => one - other)[values.length >> 1] ?? Number.NaN;
}

function check(
  engine: string,
  found: readonly (readonly string[])[],
  wanted: readonly (readonly string[])[],
): void {
  if (JSON.stringify(found) !== JSON.stringify(wanted)) throw new Error(`${engine} finds other matches`);
}

/** In a process of its own, where nothing is warm. */
function coldPass(size: number, mix: Mix): object {
  const file = join(import.meta.dirname, 'cold.ts');
  const output = execFileSync(process.execPath, [...process.execArgv, file, String(size), mix], {
    encoding: 'utf8',
  });
  return JSON.parse(output);
}

function say(figure: object): void {
  console.log(JSON.stringify({ bench: 'rules', ...figure }));
}
