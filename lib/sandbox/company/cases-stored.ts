/** Clusters and databases with their versions; logs and snapshots with their age. */
import { between, type Case, of } from './case';
import * as meters from './meters';
import type { Json } from './schema';
import type { Provider } from './world';

export const CLUSTERS: Case[] = [
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

export const STORED: Case[] = [
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
