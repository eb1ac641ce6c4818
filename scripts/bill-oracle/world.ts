import { generator } from '@/lib/sandbox/random';

/** Made-up companies for random histories of bills: payers, their accounts, and the things that are charged. */
const DAY = 86_400_000;

export type Kind = 'aws' | 'azure' | 'gcp' | 'saas';
export type Thing = {
  id: string;
  shortId: string | null; // of an ARN
  region: string;
  hasRegionGaps: boolean;
  meter: string;
  service: string;
  daily: string;
  list: string;
  quantity: string;
  from: number;
  until: number;
  span: number; // days that one charge is for
  commitment: string | null;
  currencies: [string, ...string[]]; // one after the other, by day
};
export type Account = {
  id: string;
  until: number;
  things: Thing[];
  moved: { at: number; to: Payer } | null;
  shared: Payer | null;
};
export type Payer = {
  kind: Kind;
  id: string;
  issuer: string;
  accounts: Account[];
  hasSkus: boolean; // of a SaaS bill
  isMarketplace: boolean;
};
export type World = {
  chance: Chance;
  tag: string;
  first: number;
  last: number;
  sources: Source[];
  sends: number; // how many files there are so far
};
export type Source = { name: string; payers: [Payer, ...Payer[]] };

export class Chance {
  readonly next: () => number;

  constructor(seed: number) {
    this.next = generator(seed);
  }

  is(share: number): boolean {
    return this.next() < share;
  }

  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  pick<Item>(items: readonly [Item, ...Item[]]): Item {
    return items[this.int(0, items.length - 1)] ?? items[0];
  }

  /** An amount as a file writes it. */
  amount(most: number): string {
    return (this.next() * most).toFixed(this.pick([2, 4, 7, 10]));
  }
}

const ISSUERS: Record<Kind, [string, ...string[]]> = {
  aws: ['Amazon Web Services, Inc.', 'AWS Europe'],
  azure: ['Microsoft'],
  gcp: ['Google LLC'],
  saas: ['Exampleware', 'A Reseller'],
};

export function makeWorld(seed: number): World {
  const chance = new Chance(seed);
  const first = Date.UTC(2026, chance.int(5, 8), 1);
  const last = first + chance.int(50, 75) * DAY;
  const world: World = { chance, tag: `s${seed}`, first, last, sources: [], sends: 0 };
  const count = chance.pick([1, 1, 2, 3]);
  for (let each = 0; each < count; each++) {
    const kind = () => chance.pick<Kind>(['aws', 'aws', 'aws', 'azure', 'gcp', 'saas']);
    const payer = (number: number) => makePayer(world, kind(), `${each}${number}`);
    const payers: Source['payers'] = [payer(0)];
    while (payers.length < 3 && chance.is(0.45)) payers.push(payer(payers.length));
    world.sources.push({ name: `${world.tag}-${each}`, payers });
  }
  for (const { payers } of world.sources) moveSome(world, payers);
  return world;
}

/** An account may go to another payer of its provider, at the end of a month as providers do it. */
function moveSome({ chance, first }: World, payers: readonly Payer[]): void {
  for (const payer of payers) {
    const to = payers.find((each) => each !== payer && each.kind === payer.kind && each.kind !== 'saas');
    const account = payer.accounts.at(-1);
    if (!to || !account || !chance.is(0.7)) continue;
    if (chance.is(0.3)) {
      account.shared = to;
      continue;
    }
    const start = new Date(first);
    account.moved = { at: Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1), to };
  }
}

function makePayer(world: World, kind: Kind, number: string): Payer {
  const { chance, tag } = world;
  const payer: Payer = {
    ...{ kind, id: `payer-${tag}-${number}`, issuer: chance.pick(ISSUERS[kind]), accounts: [] },
    ...{ hasSkus: chance.is(0.5), isMarketplace: kind === 'aws' && chance.is(0.1) },
  };
  const currency = chance.pick(['USD', 'USD', 'EUR']);
  const count = kind === 'saas' ? 1 : chance.int(1, 3);
  for (let each = 0; each < count; each++) payer.accounts.push(makeAccount(world, payer, each, currency));
  return payer;
}

function makeAccount(world: World, { kind, id: payer }: Payer, number: number, currency: string): Account {
  const { chance, first, last } = world;
  const id = kind === 'saas' ? payer : `${payer}-${number}`.replace('payer', 'acct');
  const isClosed = number > 0 && chance.is(0.15);
  const days = (last - first) / DAY;
  const until = isClosed ? first + chance.int(20, days) * DAY : Number.POSITIVE_INFINITY;
  const count = chance.int(1, 4);
  const things = Array.from({ length: count }, (_, each) => makeThing(world, kind, id, each, currency));
  return { id, until, things, moved: null, shared: null };
}

function makeThing(world: World, kind: Kind, account: string, number: number, currency: string): Thing {
  const { chance, first, last } = world;
  const someDay = () => first + chance.int(5, (last - first) / DAY - 1) * DAY;
  const daily = chance.amount(20);
  return {
    ...idsOf(chance, kind, account, number),
    region: chance.pick(['eu-west-1', 'us-east-1']),
    hasRegionGaps: chance.is(0.3),
    meter: chance.pick(['EBS:VolumeUsage.gp2', 'BoxUsage:m5.large', 'Requests']),
    service: chance.pick(['Compute', 'Storage']),
    ...{ daily, list: (Number(daily) * 1.5).toFixed(4) },
    quantity: chance.pick(['24', '24', '24', '1', '0.5', '0', '']),
    from: chance.is(0.15) ? someDay() : first,
    until: chance.is(0.1) ? someDay() : Number.POSITIVE_INFINITY,
    span: chance.is(0.15) ? chance.pick([2, 4, 5]) : 1,
    commitment:
      kind === 'aws' && chance.is(0.2)
        ? `arn:aws:savingsplans::${account}:savingsplan/plan-of-${account}`
        : null,
    currencies: chance.is(0.04) ? [currency, 'JPY'] : [currency],
  };
}

function idsOf(chance: Chance, kind: Kind, account: string, number: number): Pick<Thing, 'id' | 'shortId'> {
  const hex = Array.from({ length: 16 }, () => chance.int(0, 15).toString(16)).join('');
  if (kind === 'saas') return { id: `SKU-${number}`, shortId: null };
  if (kind === 'azure') {
    const id = `/subscriptions/${account}/resourceGroups/RG/providers/Microsoft.Compute/disks/Disk-${number}`;
    return { id, shortId: null };
  }
  if (kind === 'gcp') {
    return { id: `//compute.googleapis.com/projects/${account}/zones/z/disks/d-${number}`, shortId: null };
  }
  if (chance.is(0.3)) return { id: `queue-of-${number % 2}`, shortId: null }; // may be there in two regions
  const shortId = `vol-1${hex}`;
  return { id: `arn:aws:ec2:eu-west-1:${account}:volume/${shortId}`, shortId };
}
