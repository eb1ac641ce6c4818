/** What a collector would have read of the company on one day: PRODUCT.md's inventory file, schema 1. */
import { hash, share } from '../random';
import type { Resource } from './resource';
import { DAY_MS, resourcesOf, type Timeline } from './resource';
import type { InventoryFile, InventoryResource, InventoryScope } from './schema';
import { ACCOUNTS, COMMITMENTS, type Provider } from './world';

const KINDS: Record<Provider, string[]> = {
  AWS: ['instance', 'disk', 'lb', 'ip', 'snapshot', 'log_group', 'cluster', 'db', 'bucket', 'function'],
  Microsoft: ['instance', 'disk', 'ip', 'snapshot'],
  'Google Cloud': ['instance', 'disk', 'ip', 'snapshot'],
};
/** In about every third week, but never the first or the last, one scope is only read in part. */
const GAP_SHARE = 0.3;

type Reading = { timeline: Timeline; week: number; weeks: number; at: Date };

const isoOfDay = (day: number) => new Date(day * DAY_MS).toISOString();

function scopesOf({ timeline, week, weeks }: Reading): InventoryScope[] {
  const scopes = ACCOUNTS.flatMap((account) => {
    const place = { provider: account.provider, account: account.id };
    const regions = account.regions.map((region) => ({
      ...place,
      region,
      kinds: KINDS[account.provider],
      complete: true,
    }));
    if (account.provider !== 'AWS') return regions;
    return [...regions, { ...place, region: 'global', kinds: ['commitment'], complete: true }];
  });
  const mayGap = week > 0 && week < weeks - 1 && share(timeline.seed, 'gap', week) < GAP_SHARE;
  const gaps = scopes.filter((scope) => !scope.kinds.includes('commitment'));
  const gap = mayGap ? gaps[hash(timeline.seed, 'gap of', week) % gaps.length] : undefined;
  return scopes.map((scope) => (scope === gap ? { ...scope, complete: false } : scope));
}

function* resourcesRead(reading: Reading, scopes: InventoryScope[]): Generator<InventoryResource> {
  const gap = scopes.find((scope) => !scope.complete);
  const day = Math.floor(reading.at.getTime() / DAY_MS);
  const machines = machinesOf(reading.timeline, day);
  for (const resource of resourcesOf(reading.timeline)) {
    const isInGap = gap?.account === resource.account.id && gap.region === resource.region;
    if (isInGap && resource.index % 2 === 0) continue;
    const entry = entryOf(resource, { day, at: reading.at, machines });
    if (entry) yield entry;
  }
  yield* commitmentsRead(reading);
}

type Seen = { day: number; at: Date; machines: Machines };

function entryOf(resource: Resource, { day, at, machines }: Seen): InventoryResource | undefined {
  const state = resource.stateOn(day);
  if (!state) return undefined;
  const hosts =
    state.facts.attached === true && resource.case.kind === 'disk' ? machines.get(placeOf(resource)) : [];
  const host = hosts?.[resource.index % hosts.length];
  return {
    provider: resource.account.provider,
    account: resource.account.id,
    region: resource.region,
    id: resource.inventoryId,
    kind: resource.case.kind,
    observed_at: at.toISOString(),
    name: resource.name,
    created_at: isoOfDay(resource.createdDay),
    ...state.facts,
    ...(host === undefined ? {} : { attached_to: host }),
  };
}

type Machines = Map<string, string[]>;
/** Among so many resources every place has some machines; a large company is never held as a whole. */
const LOOKED_AT = 1_000;

/** The machines of each account and region on that day, for disks to hang on. */
function machinesOf(timeline: Timeline, day: number): Machines {
  const machines: Machines = new Map();
  const resources = Math.min(timeline.resources, LOOKED_AT);
  for (const resource of resourcesOf({ ...timeline, resources })) {
    if (resource.case.kind !== 'instance' || !resource.stateOn(day)) continue;
    machines.set(placeOf(resource), [...(machines.get(placeOf(resource)) ?? []), resource.inventoryId]);
  }
  return machines;
}

const placeOf = ({ account, region }: Resource) => `${account.id} ${region}`;

function* commitmentsRead({ timeline, at }: Reading): Generator<InventoryResource> {
  for (const commitment of COMMITMENTS) {
    const created = timeline.lastDay - commitment.agedDays;
    if (created * DAY_MS > at.getTime()) continue;
    yield {
      provider: 'AWS',
      account: commitment.account,
      region: 'global',
      id: commitment.id,
      kind: 'commitment',
      observed_at: at.toISOString(),
      name: commitment.name,
      created_at: isoOfDay(created),
    };
  }
}

export function readInventory(reading: Reading): InventoryFile {
  const scopes = scopesOf(reading);
  return {
    schema: 1,
    collected_at: reading.at.toISOString(),
    scopes,
    resources: [...resourcesRead(reading, scopes)],
  };
}

/** The same file as JSON text, one resource a line. */
export function* inventoryLines(reading: Reading): Generator<string> {
  const scopes = scopesOf(reading);
  const head = JSON.stringify({ schema: 1, collected_at: reading.at.toISOString(), scopes });
  yield `${head.slice(0, -1)},"resources":[\n`;
  let separator = '';
  for (const resource of resourcesRead(reading, scopes)) {
    yield `${separator}${JSON.stringify(resource)}`;
    separator = ',\n';
  }
  yield '\n]}\n';
}
