/**
 * The kinds of stories a resource can live: for every rule set of PRODUCT.md some that make it true, and for every
 * guard one that comes near and must not.
 */
import * as meters from './meters';
import type { Json, Meter, State } from './schema';
import type { Provider } from './world';

/** What a case decides by: numbers of the resource's own, the day, and the last day of the whole company. */
export type View = { part: (word: string) => number; day: number; lastDay: number; provider: Provider };

export type Case = {
  name: string;
  kind: string;
  provider: Provider;
  /** Waste that a ticket would be written for. */
  isWaste: boolean;
  state: (view: View) => State;
  /** How it stands once somebody did the work; missing: it is gone. */
  cured?: (view: View) => State;
  /** Days before the company's last day when it was made; missing: by chance, long ago. */
  agedDays?: number;
  /** Part of its cost that a commitment covers. */
  committed?: number;
};

const METRICS = { metrics_days: 30, metrics_share: 0.99 };
const of = (facts: Record<string, Json>, ...charged: Meter[]): State => ({ facts, meters: charged });
const between = (part: number, low: number, high: number) => Math.round(low + part * (high - low));

// ── disks ──

/** AWS does not say since when a disk hangs loose; Azure and Google do. */
function detached(view: View, since: number): Record<string, Json> {
  if (view.day < since) return { attached: true };
  return view.provider === 'AWS' ? { attached: false } : { attached: false, detached_days: view.day - since };
}

const DISK_TYPE: Record<Provider, string> = {
  AWS: 'gp3',
  Microsoft: 'Premium SSD LRS',
  'Google Cloud': 'pd-ssd',
};
const BUSY_DISK = { mibs_p95: 35.5, iops_p95: 900, ...METRICS };

function looseDisk(
  name: string,
  provider: Provider,
  since: (view: View) => number,
  facts: Record<string, Json> = {},
): Case {
  const isWaste = name === 'loose disk';
  const state = (view: View) => {
    const size = between(view.part('size'), 400, 1000);
    const type = DISK_TYPE[provider];
    const shape = { size_gib: size, volume_type: type, backup_managed: false };
    return of({ ...shape, ...detached(view, since(view)), ...facts }, meters.volume(type, size));
  };
  return { name, kind: 'disk', provider, isWaste, state };
}

function gp2Disk(name: string, size: (view: View) => number, facts: Record<string, Json>): Case {
  const state = (type: string) => (view: View) => {
    const gib = size(view);
    const shape = { attached: true, size_gib: gib, volume_type: type, backup_managed: false };
    return of({ ...shape, ...BUSY_DISK, ...facts }, meters.volume(type, gib));
  };
  return {
    name,
    kind: 'disk',
    provider: 'AWS',
    isWaste: name === 'gp2 disk',
    state: state('gp2'),
    cured: state('gp3'),
  };
}

const longAgo = (view: View) => view.lastDay - 300;
const gp2Size = (view: View) => between(view.part('size'), 500, 1000);

const DISKS: Case[] = [
  looseDisk('loose disk', 'AWS', longAgo),
  looseDisk('loose disk', 'AWS', (view) => view.lastDay - between(view.part('loose'), 35, 60)),
  looseDisk('loose disk', 'Microsoft', longAgo),
  looseDisk('loose disk', 'Google Cloud', longAgo),
  looseDisk('disk loose for five days', 'AWS', (view) => view.lastDay - 5),
  looseDisk('loose disk kept by the backup', 'AWS', longAgo, { backup_managed: true }),
  looseDisk('disk of a deallocated machine', 'Microsoft', longAgo, {
    attached: true,
    disk_state: 'Reserved',
  }),
  gp2Disk('gp2 disk', gp2Size, {}),
  gp2Disk('gp2 disk', gp2Size, { mibs_p95: 90.25 }),
  gp2Disk('gp2 disk, too large to move', () => 2000, {}),
  gp2Disk('gp2 disk, too busy to move', gp2Size, { mibs_p95: 187.5 }),
  gp2Disk('gp2 disk, hardly measured', gp2Size, { metrics_share: 0.55 }),
];

// ── load balancers and addresses ──

function balancer(name: string, facts: Record<string, Json>, traffic: number, agedDays?: number): Case {
  const charged = traffic > 0 ? [...meters.balancer(), meters.balancerTraffic(traffic)] : meters.balancer();
  return {
    name,
    kind: 'lb',
    provider: 'AWS',
    isWaste: name === 'idle balancer',
    state: () => of({ ...METRICS, ...facts }, ...charged),
    ...(agedDays === undefined ? {} : { agedDays }),
  };
}

function address(name: string, provider: Provider, since: (view: View) => number): Case {
  const state = (view: View) => of(detached(view, since(view)), meters.address(view.day < since(view)));
  return { name, kind: 'ip', provider, isWaste: name === 'idle address', state };
}

const NETWORK: Case[] = [
  balancer('idle balancer', { requests: 0 }, 0),
  balancer('idle balancer', { requests: 0 }, 0),
  balancer('idle balancer of this week', { requests: 0 }, 0, 6),
  balancer('busy balancer', { requests: 4_812_330 }, 1.7),
  balancer('balancer nobody measures', { metrics_days: 0, metrics_share: 0 }, 0),
  address('idle address', 'AWS', longAgo),
  address('idle address', 'Google Cloud', longAgo),
  address('address loose for three days', 'AWS', (view) => view.lastDay - 3),
  address('used address', 'AWS', (view) => view.lastDay + 1000),
];

// ── machines ──

const CALM = { cpu_p95: 8.4, cpu_max: 31.2, mem_p95: 22.6 };
const BUSY = { cpu_p95: 61.3, cpu_max: 92.5, mem_p95: 71.8 };

type Machine = {
  facts: Record<string, Json>;
  type: string;
  cured?: string;
  committed?: number;
  provider?: Provider;
};

/** m6i of m6i.xlarge, Dsv5 of Standard_D8s_v5, n2 of n2-standard-8. */
function familyOf(size: string): string {
  const azure = /^Standard_([A-Z]+)\d+([a-z]*)_(v\d+)$/.exec(size);
  if (azure) return azure.slice(1).join('');
  return size.split(/[.-]/)[0] ?? size;
}

function machine(name: string, spec: Machine): Case {
  const { facts, type, cured, committed, provider = 'AWS' } = spec;
  const shaped = (size: string): State => {
    const family = familyOf(size);
    const shape = { state: 'running', instance_type: size, family, arch: 'x86_64', group_managed: false };
    return of({ ...shape, ...METRICS, ...facts }, meters.machine(size));
  };
  return {
    name,
    kind: 'instance',
    provider,
    isWaste: cured !== undefined,
    state: () => shaped(type),
    ...(cured === undefined ? {} : { cured: () => shaped(cured) }),
    ...(committed === undefined ? {} : { committed }),
  };
}

const MACHINES: Case[] = [
  machine('oversized machine', { facts: CALM, type: 'm6i.2xlarge', cured: 'm6i.xlarge' }),
  machine('oversized machine', { facts: CALM, type: 'm6i.4xlarge', cured: 'm6i.2xlarge' }),
  machine('oversized machine', {
    facts: CALM,
    type: 'Standard_D8s_v5',
    cured: 'Standard_D4s_v5',
    provider: 'Microsoft',
  }),
  machine('oversized machine', {
    facts: CALM,
    type: 'n2-standard-8',
    cured: 'n2-standard-4',
    provider: 'Google Cloud',
  }),
  machine('calm machine with a month-end batch', { facts: { ...CALM, cpu_max: 96.1 }, type: 'm6i.2xlarge' }),
  machine('calm machine bound by memory', { facts: { ...CALM, mem_p95: 83.4 }, type: 'm6i.2xlarge' }),
  machine('calm machine of a group', { facts: { ...CALM, group_managed: true }, type: 'm6i.2xlarge' }),
  machine('calm machine under a commitment', { facts: CALM, type: 'm6i.2xlarge', committed: 0.9 }),
  machine('calm machine without memory figures', {
    facts: { cpu_p95: 9.1, cpu_max: 30 },
    type: 'm6i.2xlarge',
  }),
  machine('machine of an old family', { facts: BUSY, type: 'm4.2xlarge', cured: 'm6i.2xlarge' }),
  machine('machine of an old family', { facts: BUSY, type: 'm4.xlarge', cured: 'm6i.xlarge' }),
  machine('old family, as cheap as the new', { facts: BUSY, type: 't2.large' }),
  machine('old family under a commitment', { facts: BUSY, type: 'm4.xlarge', committed: 0.8 }),
  {
    name: 'stopped machine',
    kind: 'instance',
    provider: 'AWS',
    isWaste: false,
    // A stopped machine costs nothing itself: it stands in the inventory only.
    state: () =>
      of({ state: 'stopped', instance_type: 'm5.large', family: 'm5', arch: 'x86_64', group_managed: false }),
  },
];

// ── clusters, databases, logs, snapshots ──

const CLUSTERS: Case[] = [
  {
    name: 'cluster in extended support',
    kind: 'cluster',
    provider: 'AWS',
    isWaste: true,
    state: () =>
      of(
        { support_ends: '2026-03-23', version: '1.30' },
        meters.clusterHours(),
        meters.clusterExtendedSupport(),
      ),
    cured: () => of({ support_ends: '2027-11-26', version: '1.34' }, meters.clusterHours()),
  },
  {
    name: 'supported cluster',
    kind: 'cluster',
    provider: 'AWS',
    isWaste: false,
    state: () => of({ support_ends: '2027-11-26', version: '1.34' }, meters.clusterHours()),
  },
  {
    name: 'database in extended support',
    kind: 'db',
    provider: 'AWS',
    isWaste: true,
    state: () =>
      of(
        { engine: 'mysql-5.7', state: 'running' },
        meters.database('db.m6i.xlarge'),
        meters.databaseExtendedSupport(4),
      ),
    cured: () => of({ engine: 'mysql-8.4', state: 'running' }, meters.database('db.m6i.xlarge')),
  },
  {
    name: 'supported database',
    kind: 'db',
    provider: 'AWS',
    isWaste: false,
    state: () => of({ engine: 'postgres-17', state: 'running' }, meters.database('db.m5.large')),
  },
];

function logs(name: string, expires: boolean, gib: number, agedDays: number): Case {
  const state = (isExpiring: boolean, stored: number) => () =>
    of({ expires: isExpiring, stored_gb: stored }, meters.logStorage(stored));
  return {
    name,
    kind: 'log_group',
    provider: 'AWS',
    isWaste: name === 'logs without expiry',
    agedDays,
    state: state(expires, gib),
    cured: state(true, Math.round(gib * 0.2)),
  };
}

function snapshot(
  name: string,
  facts: Record<string, Json>,
  agedDays: number,
  provider: Provider = 'AWS',
): Case {
  return {
    name,
    kind: 'snapshot',
    provider,
    isWaste: name === 'old snapshot',
    agedDays,
    state: (view) => {
      const size = between(view.part('size'), 700, 2400);
      const kept = { source_exists: false, image_refs: 0, backup_managed: false, size_gib: size };
      return of({ ...kept, ...facts }, meters.snapshotStorage(size));
    },
  };
}

const STORED: Case[] = [
  logs('logs without expiry', false, 3400, 700),
  logs('logs without expiry', false, 2100, 520),
  logs('audit logs kept on purpose', false, 1800, 700),
  logs('logs with expiry', true, 900, 500),
  logs('small logs', false, 12, 500),
  logs('young logs', false, 400, 45),
  snapshot('old snapshot', {}, 420),
  snapshot('old snapshot', {}, 260),
  snapshot('old snapshot', {}, 300, 'Google Cloud'),
  snapshot('snapshot of an image', { image_refs: 2 }, 400),
  snapshot('snapshot of a living disk', { source_exists: true }, 400),
  snapshot('snapshot of the backup', { backup_managed: true }, 400),
  snapshot('young snapshot', {}, 40),
];

/** What is as it should be: most of a large company. */
export const HEALTHY: readonly [Case, ...Case[]] = [
  machine('machine', { facts: BUSY, type: 'm6i.xlarge' }),
  machine('machine', { facts: BUSY, type: 'm6i.2xlarge', committed: 0.85 }),
  machine('machine', { facts: BUSY, type: 'm6i.large' }),
  machine('machine', { facts: BUSY, type: 't3.large' }),
  machine('machine', { facts: BUSY, type: 'r6i.xlarge', committed: 0.85 }),
  machine('machine', { facts: BUSY, type: 'Standard_D4s_v5', provider: 'Microsoft' }),
  machine('machine', { facts: BUSY, type: 'n2-standard-4', provider: 'Google Cloud' }),
  looseDisk('disk', 'AWS', (view) => view.lastDay + 1000, BUSY_DISK),
  looseDisk('disk', 'Microsoft', (view) => view.lastDay + 1000, BUSY_DISK),
  looseDisk('disk', 'Google Cloud', (view) => view.lastDay + 1000, BUSY_DISK),
  {
    name: 'bucket',
    kind: 'bucket',
    provider: 'AWS',
    isWaste: false,
    state: (view) => {
      const size = between(view.part('size'), 500, 9000);
      return of({ size_gib: size }, meters.bucketStorage(size));
    },
  },
  {
    name: 'function',
    kind: 'function',
    provider: 'AWS',
    isWaste: false,
    state: (view) => of({ arch: 'arm64' }, meters.functionUse(between(view.part('load'), 2_000, 900_000))),
  },
];

export const CASES: readonly Case[] = [...DISKS, ...NETWORK, ...MACHINES, ...CLUSTERS, ...STORED, ...HEALTHY];
