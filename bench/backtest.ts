import { DAY_MS } from '@/lib/core/clock';
import { closeDatabase, database } from '@/lib/core/db';
import { readReplay } from '@/lib/recommendations/backtest/moments.data';
import { runBacktest } from '@/lib/recommendations/backtest/replay';
import type { CompiledRuleSet } from '@/lib/rules/compile';
import { type CompiledVersion, compileVersion } from '@/lib/rules/data';
import { round2 } from './measure';

const WEEKS = 12;
const RULES = 50;
/** Mondays, six in the morning; the last one. */
const LAST = Date.UTC(2026, 10, 16, 6);
const KINDS = ['instance', 'disk', 'lb', 'ip', 'snapshot', 'log_group', 'bucket', 'database'];
const ACTIONS = ['delete', 'stop', 'resize', 'set_expiry'];
const TEAMS = 25;

/**
 * A draft against the published text over twelve weeks of stored readings, a bill and an inventory each, by fifty rules:
 * how long, how much memory at most, and which share of the time is not spent inside the rule function. The tenth that
 * wastes something is another tenth each week, so that findings come, go and come again.
 */
export async function run(resources = 100_000): Promise<void> {
  try {
    await fill(resources);
    const clock = { judged: 0 };
    const [draft, published] = [
      timed(versionOf('draft', 100), clock),
      timed(versionOf('published', 195), clock),
    ];
    const replay = await readReplay(database(), WEEKS);
    let peak = process.memoryUsage().rss;
    const before = peak;
    const started = performance.now();
    const { summary } = await runBacktest({
      ...{ reader: database(), draft, published, others: [], replay, isStanding: false },
      routes: await routes(),
      afterBatch: async () => {
        peak = Math.max(peak, process.memoryUsage().rss);
      },
    });
    const took = performance.now() - started;
    const line = {
      bench: 'backtest',
      case: `${resources} resources × ${summary.weeks.length} weeks × ${RULES} rules, draft and published`,
      seconds: round2(took / 1_000),
      judged_per_second: Math.round((resources * summary.weeks.length * 2) / (took / 1_000)),
      peak_mb: Math.round(peak / 1_048_576),
      before_mb: Math.round(before / 1_048_576),
      outside_rules: round2(1 - clock.judged / took),
      opened: summary.draft.opens.recommendations,
      closed: summary.draft.closes.recommendations,
      new_tickets: summary.newTickets,
    };
    console.log(JSON.stringify(line));
  } finally {
    await closeDatabase();
  }
}

/** The same version, with a watch on the rule function. */
function timed(version: CompiledVersion, clock: { judged: number }): CompiledVersion {
  const evaluate: CompiledRuleSet['evaluate'] = (facts, options) => {
    const started = performance.now();
    const evaluation = version.compiled.evaluate(facts, options);
    clock.judged += performance.now() - started;
    return evaluation;
  };
  return { ...version, compiled: { ...version.compiled, evaluate } };
}

/** Rules of three and four conditions with nested alternatives; the higher `waste`, the fewer of them find something. */
function versionOf(versionId: string, waste: number): CompiledVersion {
  const rules = Array.from({ length: RULES }, (_, index) => {
    const kind = KINDS[index % KINDS.length];
    const condition = `kind == '${kind}' and inv_ok and (wasted >= ${waste + index} or (age_days > ${5_000 + index} and tag('team') == 'team-${index % TEAMS}')) and cash_cost > ${index}`;
    return `  - name: rule-${index}
    condition: "${condition}"
    recommend: { action: ${ACTIONS[index % ACTIONS.length]}, savings: cash_cost, reason: "wasted {{ wasted }}" }`;
  });
  const yaml = `ruleset: bench\ndomain: finops\nrules:\n${rules.join('\n')}\n`;
  return compileVersion({
    ...{ versionId, version: 1, ruleSetId: '1', slug: 'bench', title: 'Bench', domain: 'finops' },
    ...{ origin: 'operator', yaml },
  });
}

async function routes() {
  const board = { connectionId: '0', connectionName: 'Jira', isEnabled: true, floor: '25', weeklyCap: 20 };
  return [{ ...board, owner: null, projectKey: 'FIN', isShadow: false }];
}

/** All of it is made inside the database, so that the memory that is measured is the backtest's own. */
async function fill(count: number): Promise<void> {
  const from = new Date(LAST - 90 * DAY_MS);
  await database().$executeRaw`
    INSERT INTO resources (provider, account, region, native_id, name, first_seen_at, last_seen_at)
    SELECT 'aws', (1000 + n % 40)::text, 'eu-west-1', 'r-' || n, 'resource ' || n, ${from}, ${from}
    FROM generate_series(0, ${count}::int - 1) AS n`;
  for (let week = 0; week < WEEKS; week += 1) await fillWeek(week);
  await database().$executeRaw`ANALYZE`;
}

async function fillWeek(week: number): Promise<void> {
  const at = new Date(LAST - (WEEKS - 1 - week) * 7 * DAY_MS);
  const bill = await takeSnapshot('focus', new Date(at.getTime() - DAY_MS));
  const inventory = await takeSnapshot('inventory', at);
  await database().$executeRaw`
    INSERT INTO resource_facts (snapshot_id, resource_id, facts, money, currency)
    SELECT ${BigInt(bill)}, id, jsonb_build_object('service', 'Compute', 'daily_cost', cost / 30.4167, 'monthly_cost', cost,
        'cash_cost', cost, 'list_cost', cost * 1.2, 'committed_share', 0, 'cost_trend', 1, 'days_covered', 30,
        'days_seen', 30, 'alt_cost', cost * 0.8, 'tags', jsonb_build_object('team', 'team-' || id % ${TEAMS}::int, 'env',
        'prod', 'name', name), 'meter', jsonb_build_object('box_usage', jsonb_build_object('cost', cost, 'qty', 720,
        'price', cost / 720))),
      jsonb_build_object('cash_cost', cost::text, 'monthly_cost', cost::text, 'daily_cost', cost::text, 'list_cost',
        cost::text, 'alt_cost', cost::text), 'USD'
    FROM resources CROSS JOIN LATERAL (SELECT 20.1234 + id % 977 AS cost) c ORDER BY id`;
  await database().$executeRaw`
    INSERT INTO resource_facts (snapshot_id, resource_id, facts)
    SELECT ${BigInt(inventory)}, id, jsonb_build_object('kind', (${KINDS}::text[])[1 + id % ${KINDS.length}::int],
        'age_days', 200 + id % 300, 'backup_managed', false, 'group_managed', false, 'metrics_days', 30, 'metrics_share',
        1, 'state', 'running', 'instance_type', 'm5.large', 'family', 'm7i', 'cpu_p95', 55, 'cpu_max', 95, 'mem_p95', 70,
        'wasted', CASE WHEN (id + ${week}::int) % 10 = 3 THEN 200 ELSE 5 END)
    FROM resources ORDER BY id`;
  await database().$executeRaw`
    WITH made AS (
      INSERT INTO recommendations_generated (started_at, state, last_successful_recommendation_generated)
      VALUES (${at}, 'recorded', ${at}) RETURNING id)
    INSERT INTO generation_snapshots (generation_id, snapshot_id)
    SELECT made.id, snapshot_id FROM made, unnest(${[bill, inventory].map(BigInt)}::bigint[]) AS snapshot_id`;
}

async function takeSnapshot(kind: 'focus' | 'inventory', through: Date): Promise<string> {
  const source = await database().source.upsert({
    where: { name: kind },
    create: { name: kind, kind, config: {} },
    update: {},
  });
  const reach = { dataFrom: through, dataThrough: through };
  const accounts = Array.from({ length: 40 }, (_, index) => String(1_000 + index));
  const coverage = {
    create: accounts.map((account) => ({ provider: 'aws', account, level: 'whole' as const, ...reach })),
  };
  const { id } = await database().snapshot.create({
    data: { sourceId: source.id, takenAt: through, ...reach, coverage },
  });
  return String(id);
}
