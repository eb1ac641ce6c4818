import { existsSync, readFileSync } from 'node:fs';
import { compileRuleSet } from '@/lib/rules/compile';
import { round2 } from '../measure';
import { makeFacts, makeTrees, ruleSetOf } from './workload';

/*
 * The first pass of a process over 10,000 facts, with compiling and without parsing: by the clock, and on Linux by
 * what the main thread had of a processor, which other work on the machine does not lengthen as much.
 */
const [size, mix] = process.argv.slice(2);
const THREAD = `/proc/self/task/${process.pid}/schedstat`;

function threadMs(): number | null {
  return existsSync(THREAD) ? Number(readFileSync(THREAD, 'utf8').split(' ')[0]) / 1e6 : null;
}

const set = ruleSetOf(makeTrees(Number(size), mix === 'mixed' ? 'mixed' : 'by service'));
const rows = makeFacts(10_000);
const now = new Date();
const [started, used] = [performance.now(), threadMs()];
const compiled = compileRuleSet(set, { engine: 'generated' });
let matches = 0;
for (const facts of rows) matches += compiled.matchedRules(facts, { now }).length;
const cold = { cold_ms: round2(performance.now() - started) };
const usedNow = threadMs();
const thread = used === null || usedNow === null ? {} : { cold_thread_ms: round2(usedNow - used) };
console.log(JSON.stringify({ ...cold, ...thread, matches }));
