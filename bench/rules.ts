import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileRuleSet } from '@/lib/rules/compile';
import { parseRuleSet } from '@/lib/rules/parse';
import type { Facts } from '@/lib/rules/schema';
import { compareEngines } from './rules/compare';

const ROUNDS = 5;
const KINDS = ['disk', 'lb', 'ip', 'instance', 'commitment', 'log_group', 'snapshot', 'bucket'];

/** Facts of one resource, such that about one in twenty matches something. */
function factsOf(index: number): Facts {
  const share = (steps: number) => (index * 7_919) % steps;
  return {
    ...{ kind: KINDS[index % KINDS.length] ?? 'other', provider: 'AWS', account: '1', region: 'eu-west-1' },
    ...{ bill_ok: true, inv_ok: true, metrics_ok: true, metrics_days: 30, age_days: share(400) },
    ...{
      attached: share(3) > 0,
      detached_days: share(40),
      backup_managed: false,
      cash_cost: 10,
      alt_cost: 9,
    },
    ...{ volume_type: 'gp3', size_gib: 100, mibs_p95: share(200), state: 'running', group_managed: false },
    ...{
      cpu_p95: share(97),
      cpu_max: 70,
      mem_p95: 50,
      committed_share: 0,
      family: 'm7i',
      requests: share(50),
    },
    ...{ expires: true, stored_gb: 100, name: `web-${index}`, source_exists: true, image_refs: 0 },
    tags: { team: 'core' },
  };
}

/** Our engine beside its peers over rules made for it, then the sets that are shipped. */
export async function run(size = 100_000): Promise<void> {
  await compareEngines();
  runShipped(size);
}

/** Every shipped finops set over `size` resources: resources a second, by the clock and by the processor's time. */
function runShipped(size: number): void {
  const folder = join(import.meta.dirname, '../rules/finops');
  const sets = readdirSync(folder).map((name) => {
    const parsed = parseRuleSet(readFileSync(join(folder, name), 'utf8'));
    if (!parsed.ok) throw new Error(`${name} does not parse`);
    return compileRuleSet(parsed.set);
  });
  const resources = Array.from({ length: size }, (_, index) => factsOf(index));
  const now = new Date();
  for (let round = 1; round <= ROUNDS; round++) {
    const [started, used] = [performance.now(), process.cpuUsage()];
    let found = 0;
    for (const facts of resources) {
      for (const set of sets) found += set.evaluate(facts, { now }).recommend.length;
    }
    const seconds = (performance.now() - started) / 1_000;
    const cpuSeconds = process.cpuUsage(used).user / 1e6;
    const rate = { per_second: Math.round(size / seconds), per_cpu_second: Math.round(size / cpuSeconds) };
    console.log(
      JSON.stringify({ bench: 'rules', round, resources: size, sets: sets.length, found, ...rate }),
    );
  }
}
