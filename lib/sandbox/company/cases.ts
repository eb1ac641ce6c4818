/**
 * The kinds of stories a resource can live: for every rule set of PRODUCT.md some that make it true, and for every
 * guard one that comes near and must not.
 */
import { between, type Case, of } from './case';
import { BUSY_DISK, DISKS, looseDisk, NETWORK } from './cases-attached';
import { BUSY, MACHINES, machine } from './cases-machines';
import { CLUSTERS, STORED } from './cases-stored';
import * as meters from './meters';

/** What is as it should be: most of a large company. */
export const HEALTHY: readonly [Case, ...Case[]] = [
  machine('machine', { facts: BUSY, type: 'm6i.xlarge', grown: 'm6i.2xlarge' }),
  machine('machine', { facts: BUSY, type: 'm6i.2xlarge', committed: 0.85 }),
  machine('machine', { facts: BUSY, type: 'm6i.large', grown: 'm6i.xlarge' }),
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
      // A fifth more in a hundred days.
      const growth = Math.max(0.2, 1 + (view.day - view.lastDay) / 500);
      const size = Math.round(between(view.part('size'), 500, 9000) * growth);
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
