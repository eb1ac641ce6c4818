import type { KnownResource } from '@/lib/recommendations/recommend';
import type { Facts } from '@/lib/rules/schema';

/** What a company of any size knows of its resources: a tenth of them waste something that a shipped rule finds. */
const KINDS = ['instance', 'disk', 'lb', 'ip', 'snapshot', 'log_group', 'bucket', 'database'] as const;

type Reading = { facts: Facts; money: Record<string, string> };
export type BenchResource = Pick<KnownResource, 'account' | 'region' | 'nativeId' | 'name'> & {
  bill: Reading;
  inventory: Reading;
};

export function benchResource(index: number): BenchResource {
  const kind = KINDS[index % KINDS.length] ?? 'instance';
  const isWaste = index % 10 === 3;
  return {
    account: String(1000 + (index % 40)),
    region: ['eu-west-1', 'us-east-1', 'eu-central-1'][index % 3] ?? 'eu-west-1',
    nativeId: `${kind}-${index}`,
    name: `resource ${index}`,
    bill: billReading(index),
    inventory: { facts: { ...inventoryFacts(kind, isWaste, index), kind }, money: {} },
  };
}

function billReading(index: number): Reading {
  const monthly = 20 + (index % 977);
  const exact = `${monthly}.${String(index % 10_000).padStart(4, '0')}`;
  const facts = {
    service: 'Compute',
    daily_cost: monthly / 30.4167,
    monthly_cost: monthly,
    cash_cost: monthly,
    list_cost: monthly * 1.2,
    committed_share: 0,
    cost_trend: 1,
    days_covered: 30,
    days_seen: 30,
    alt_cost: monthly * 0.8,
    tags: { team: `team-${index % 25}`, env: 'prod', name: `resource ${index}` },
    meter: { box_usage: { cost: monthly, qty: 720, price: monthly / 720 } },
  };
  return {
    facts,
    money: { cash_cost: exact, monthly_cost: exact, daily_cost: exact, list_cost: exact, alt_cost: exact },
  };
}

function inventoryFacts(kind: string, isWaste: boolean, index: number): Facts {
  const shared = { age_days: 200 + (index % 300), backup_managed: false, group_managed: false };
  const metrics = { metrics_days: 30, metrics_share: 1 };
  switch (kind) {
    case 'instance':
      return {
        ...shared,
        ...metrics,
        state: 'running',
        instance_type: 'm5.large',
        family: isWaste ? 'm4' : 'm7i',
        cpu_p95: isWaste ? 8 : 55,
        cpu_max: isWaste ? 40 : 95,
        mem_p95: isWaste ? 20 : 70,
      };
    case 'disk':
      return {
        ...shared,
        ...metrics,
        volume_type: 'gp3',
        size_gib: 200,
        mibs_p95: 20,
        attached: !isWaste,
        detached_days: isWaste ? 40 : 0,
      };
    case 'lb':
      return { ...shared, ...metrics, requests: isWaste ? 0 : 90_000 };
    case 'ip':
      return { ...shared, attached: !isWaste, detached_days: isWaste ? 30 : 0 };
    case 'snapshot':
      return { ...shared, source_exists: !isWaste, image_refs: 0 };
    case 'log_group':
      return { ...shared, expires: !isWaste, stored_gb: 120 };
    default:
      return shared;
  }
}
