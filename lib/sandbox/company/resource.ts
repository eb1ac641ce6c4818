import { hash, hexOf, pick, share } from '../random';
import type { Case, View } from './case';
import { CASES, HEALTHY } from './cases';
import type { State } from './schema';
import { ACCOUNTS, type Account, COMMITMENTS, TEAMS } from './world';

/** When the company's resources were done away with by people: what closed tickets tell. Null: not done. */
export type Fixed = (nativeId: string) => Date | null;
export type Timeline = { seed: number; resources: number; firstDay: number; lastDay: number; fixed: Fixed };

/** One resource through all its days. Days are whole UTC days since 1970. */
export type Resource = {
  index: number;
  case: Case;
  account: Account;
  region: string;
  /** As the bill spells it. */
  billId: string;
  /** As the provider's inventory spells it: the short id of most ARNs, Azure in lower case. */
  inventoryId: string;
  name: string;
  type: string;
  tags: Record<string, string> | null;
  createdDay: number;
  commitment: string | null;
  committed: number;
  /** Undefined on days when it is not there. */
  stateOn: (day: number) => State | undefined;
};

export const DAY_MS = 86_400_000;
const COMES_BACK_SHARE = 0.12;
const BACK_AFTER_DAYS = 14;

/** Every resource of the timeline in order; made one at a time, so that a large company needs no memory. */
export function* resourcesOf(timeline: Timeline): Generator<Resource> {
  for (let index = 0; index < timeline.resources; index += 1) yield makeResource(timeline, index);
}

/** The first ones go through every case twice; after that nine in ten are as they should be. */
function caseOf(seed: number, index: number): Case {
  const inOrder = index < CASES.length * 2 ? CASES[index % CASES.length] : undefined;
  if (inOrder) return inOrder;
  if (share(seed, 'healthy', index) < 0.9) return pick(HEALTHY, share(seed, 'case', index));
  return CASES[hash(seed, 'case', index) % CASES.length] ?? HEALTHY[0];
}

function makeResource(timeline: Timeline, index: number): Resource {
  const { seed, lastDay } = timeline;
  const part = (word: string) => share(seed, index, word);
  const story = caseOf(seed, index);
  const account = accountFor(story, part('account'));
  const region = pick(account.regions, part('region'));
  const createdDay = lastDay - (story.agedDays ?? 120 + Math.floor(part('age') * 900));
  const ids = idsOf(story, account, region, seed, index, part('id'));
  const committed = story.committed ?? 0;
  const plan = part('plan') < 0.7 ? COMMITMENTS[0] : COMMITMENTS[1];
  // The first of every case is there all the time, so that even the smallest company shows each.
  const isSettled = index < CASES.length;
  const life = lifeOf(timeline, story, createdDay, part, ids, isSettled);
  return {
    index,
    case: story,
    account,
    region,
    ...ids,
    tags: tagsOf(account, part),
    createdDay: life.from,
    commitment: committed > 0 ? (plan?.id ?? null) : null,
    committed,
    stateOn: (day) => stateOn(story, life, { part, day, lastDay, provider: story.provider }),
  };
}

function accountFor(story: Case, part: number): Account {
  const own = ACCOUNTS.filter((account) => account.provider === story.provider);
  return own[Math.floor(part * own.length)] ?? ACCOUNTS[0];
}

type Life = { from: number; until: number; cured: number; back: number };

/** Some appear during the weeks, some healthy ones go, and what people fixed is gone or changed, for good or for a while. */
function lifeOf(
  timeline: Timeline,
  story: Case,
  createdDay: number,
  part: (word: string) => number,
  ids: { billId: string; inventoryId: string },
  isSettled: boolean,
): Life {
  const { firstDay, lastDay, fixed } = timeline;
  const span = lastDay - firstDay;
  const appears = !isSettled && story.agedDays === undefined && part('appears') < 0.08;
  const from = appears ? firstDay + Math.floor(part('appears on') * span) : createdDay;
  const leaves = !isSettled && part('leaves') < (story.isWaste ? 0.04 : 0.02);
  const until = leaves ? firstDay + Math.floor(part('leaves on') * span) : Number.POSITIVE_INFINITY;
  const done = fixed(ids.billId) ?? fixed(ids.billId.toLowerCase()) ?? fixed(ids.inventoryId);
  const cured = done ? Math.ceil(done.getTime() / DAY_MS) : Number.POSITIVE_INFINITY;
  const back = part('comes back') < COMES_BACK_SHARE ? cured + BACK_AFTER_DAYS : Number.POSITIVE_INFINITY;
  return { from, until, cured, back };
}

function stateOn(story: Case, life: Life, view: View): State | undefined {
  const { day } = view;
  if (day < life.from || day >= life.until) return undefined;
  const isCured = day >= life.cured && day < life.back;
  return isCured ? story.cured?.(view) : story.state(view);
}

function tagsOf(account: Account, part: (word: string) => number): Record<string, string> | null {
  // A tenth of the untagged has no tags at all, the rest has some, but no owner.
  const isUntagged = part('untagged') < account.untagged;
  if (isUntagged && part('bare') < 0.5) return null;
  const team =
    part('own team') < 0.85 && account.owner !== null ? account.owner : pick(TEAMS, part('team')).owner;
  const ownerKey = part('spelling') < 0.1 ? 'Owner' : 'owner';
  const tags: Record<string, string> = { env: account.env, app: `app-${Math.floor(part('app') * 40)}` };
  if (!isUntagged) tags[ownerKey] = team;
  if (part('centre') < 0.4) tags['cost-centre'] = `CC-${1000 + Math.floor(part('cc') * 60)}`;
  if (part('user prefix') < 0.05)
    return Object.fromEntries(Object.entries(tags).map(([key, value]) => [`user:${key}`, value]));
  return tags;
}

type Ids = { billId: string; inventoryId: string; name: string; type: string };

const NAMES = [
  'cart',
  'search',
  'orders',
  'billing',
  'ledger',
  'events',
  'reports',
  'media',
  'auth',
  'stock',
] as const;

/** Ids as each provider writes them. */
function idsOf(
  story: Case,
  account: Account,
  region: string,
  seed: number,
  index: number,
  part: number,
): Ids {
  const word = story.name.startsWith('audit') ? 'audit-trail' : pick(NAMES, part);
  const name = `${word}-${story.kind.replace('_', '-')}-${String(index).padStart(5, '0')}`;
  const hex = hexOf(17, seed, 'id', index);
  if (story.provider === 'AWS') return awsIds(story.kind, account.id, region, name, hex);
  if (story.provider === 'Microsoft') return azureIds(story.kind, account.id, name);
  return googleIds(story.kind, account.id, region, name);
}

function awsIds(kind: string, account: string, region: string, name: string, hex: string): Ids {
  const arn = (service: string, rest: string) => `arn:aws:${service}:${region}:${account}:${rest}`;
  const short = (type: string, id: string): Ids => ({
    billId: arn('ec2', `${type}/${id}`),
    inventoryId: id,
    name,
    type,
  });
  const long = (billId: string, type: string): Ids => ({ billId, inventoryId: billId, name, type });
  switch (kind) {
    case 'instance':
      return short('instance', `i-${hex}`);
    case 'disk':
      return short('volume', `vol-${hex}`);
    case 'snapshot':
      return short('snapshot', `snap-${hex}`);
    case 'ip':
      return short('elastic-ip', `eipalloc-${hex}`);
    case 'lb':
      return long(
        arn('elasticloadbalancing', `loadbalancer/app/${name}/${hex.slice(0, 16)}`),
        'loadbalancer',
      );
    case 'cluster':
      return long(arn('eks', `cluster/${name}`), 'cluster');
    case 'db':
      return long(arn('rds', `db:${name}`), 'db');
    case 'log_group':
      return long(arn('logs', `log-group:/harbour/${name}`), 'log-group');
    case 'bucket':
      return {
        billId: `arn:aws:s3:::${name}-${hex.slice(0, 6)}`,
        inventoryId: `${name}-${hex.slice(0, 6)}`,
        name,
        type: 'bucket',
      };
    default:
      return long(arn('lambda', `function:${name}`), 'function');
  }
}

const AZURE_TYPES: Record<string, string> = {
  instance: 'Microsoft.Compute/virtualMachines',
  disk: 'Microsoft.Compute/disks',
  ip: 'Microsoft.Network/publicIPAddresses',
  snapshot: 'Microsoft.Compute/snapshots',
};

function azureIds(kind: string, account: string, name: string): Ids {
  const type = AZURE_TYPES[kind] ?? 'Microsoft.Resources/resources';
  const billId = `/subscriptions/${account}/resourceGroups/RG-Harbour/providers/${type}/${name}`;
  return { billId, inventoryId: billId.toLowerCase(), name, type };
}

const GOOGLE_TYPES: Record<string, string> = {
  instance: 'instances',
  disk: 'disks',
  ip: 'addresses',
  snapshot: 'snapshots',
};

function googleIds(kind: string, account: string, region: string, name: string): Ids {
  const place = kind === 'snapshot' ? 'global' : kind === 'ip' ? `regions/${region}` : `zones/${region}-b`;
  const type = GOOGLE_TYPES[kind] ?? 'resources';
  const billId = `//compute.googleapis.com/projects/${account}/${place}/${type}/${name}`;
  return { billId, inventoryId: billId, name, type: `compute.googleapis.com/${type}` };
}
