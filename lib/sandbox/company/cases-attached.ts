/** Disks, load balancers and addresses: what hangs on something, or no longer does. */
import { between, type Case, METRICS, of, type View } from './case';
import * as meters from './meters';
import type { Json } from './schema';
import type { Provider } from './world';

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
export const BUSY_DISK = { mibs_p95: 35.5, iops_p95: 900, ...METRICS };

export function looseDisk(
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

export const DISKS: Case[] = [
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

export const NETWORK: Case[] = [
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
