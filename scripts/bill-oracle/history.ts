import { Decimal } from 'decimal.js';
import { monthAfter, type Row, type Sent, type Step } from './oracle';
import { type Chance, type Kind, makeWorld, type Payer, type Source, type Thing, type World } from './world';

/** Random histories of deliveries, the same for the same seed: what companies send, and what goes wrong with it. */
export type History = { seed: number; now: number; steps: Step[] };

const DAY = 86_400_000;
const HOUR = 3_600_000;
const iso = (time: number) => new Date(time).toISOString().replace('.000', '');

export function makeHistory(seed: number): History {
  const world = makeWorld(seed);
  const own = world.sources.flatMap((source) => new Sender(world, source).send());
  const steps = [...own, ...copiesOf(world, own)];
  const inOrder = steps.sort((left, right) => left.at - right.at);
  const numbers = new Map(
    inOrder.filter((step) => 'send' in step).map(({ send }, place) => [send, place + 1]),
  );
  const numbered = inOrder.map((step) =>
    'send' in step
      ? { ...step, send: numbers.get(step.send) ?? 0 }
      : { ...step, to: numbers.get(step.to) ?? 0 },
  );
  return { seed, now: world.last, steps: numbered };
}

/** Now and then a bill goes to another source as well. */
function copiesOf({ chance, sources }: World, steps: readonly Step[]): Step[] {
  return steps.flatMap((step) => {
    const other = sources.find(({ name }) => 'send' in step && name !== step.source);
    if (!other || !('send' in step) || step.handling === 'append' || !chance.is(0.08)) return [];
    return [{ ...step, send: step.send + 1_000, source: other.name, at: step.at + 3 * HOUR + 30_000 }];
  });
}

const NAMES: Record<Kind, [string, ...string[]]> = {
  aws: ['AWS', 'Amazon Web Services'],
  azure: ['Microsoft', 'Azure', 'microsoft'],
  gcp: ['Google Cloud', 'GCP'],
  saas: ['Exampleware'],
};
const FORMATS = ['1.2', '1.3', '1.4'] as const;
type Format = (typeof FORMATS)[number];
type File = {
  payers: readonly Payer[];
  known: readonly Payer[]; // among whom accounts move
  months: number[];
  at: number;
  format: Format;
  name: string;
  raise: string;
};

/** What one source is sent over the weeks. */
class Sender {
  private readonly chance: Chance;
  private readonly steps: Step[] = [];
  private hasLost = false;

  constructor(
    private readonly world: World,
    private readonly source: Source,
  ) {
    this.chance = world.chance;
  }

  send(): Step[] {
    const { chance, world } = this;
    let at = world.first + chance.int(14, 20) * DAY + chance.int(0, 23) * HOUR;
    for (let isFirst = true; at < world.last; isFirst = false) {
      this.sendBill(at, isFirst);
      at += chance.int(5, 14) * DAY + chance.int(0, 5) * HOUR + 1_000 * world.sends;
    }
    return this.steps;
  }

  private sendBill(at: number, isFirst: boolean): void {
    const { chance } = this;
    const month = Date.UTC(new Date(at).getUTCFullYear(), new Date(at).getUTCMonth(), 1);
    const before = Date.UTC(new Date(at).getUTCFullYear(), new Date(at).getUTCMonth() - 1, 1);
    const isLate = new Date(at).getUTCDate() <= 10;
    const months = before >= this.world.first && (isLate || chance.is(0.2)) ? [before, month] : [month];
    const kinds = [...new Set(this.source.payers.map(({ kind }) => kind === 'saas'))];
    for (const isSaas of kinds) {
      const known = this.source.payers.filter(({ kind }) => (kind === 'saas') === isSaas);
      // A payer's bill is late at times.
      const late = !isFirst && known.length > 1 && chance.is(0.25) ? chance.int(0, known.length - 1) : -1;
      const payers = known.filter((_, place) => place !== late);
      const file: File = {
        ...{ payers, known, months, at, format: isSaas ? '1.4' : chance.pick(FORMATS) },
        ...{ name: chance.pick([0, 1, 2]).toString(), raise: chance.is(0.3) ? '1.001' : '1' },
      };
      this.put(at + (isSaas ? 60_000 : 0), rowsOf(chance, file), isFirst);
    }
    if (!isFirst && chance.is(0.35)) this.correct(at + 2 * HOUR, before >= this.world.first ? before : month);
  }

  private put(at: number, whole: Row[], isFirst: boolean): void {
    const { chance } = this;
    const loses = !isFirst && !this.hasLost && chance.is(0.3);
    this.hasLost = loses;
    const rows = spoil(chance, loses ? lose(chance, whole) : whole);
    if (rows.length === 0) return;
    const handling = chance.is(0.5) ? 'ask' : 'overwrite';
    const isSplit = rows.length > 4 && chance.is(0.15);
    const half = Math.floor(rows.length / 2);
    const parts = isSplit ? [rows.slice(0, half), rows.slice(half)] : [rows];
    const sent: Sent = { send: ++this.world.sends, source: this.source.name, at, handling, parts };
    this.steps.push(sent);
    if (loses && handling === 'ask' && chance.is(0.7)) this.answer(sent);
    if (!isFirst && chance.is(0.08)) this.steps.push({ ...sent, send: ++this.world.sends, at: at + HOUR });
  }

  private answer({ send, at, parts }: Sent): void {
    const names = new Map(
      parts.flat().map((row) => [`${row.BillingAccountId} ${row.BillingPeriodStart}`, row]),
    );
    for (const row of names.values()) {
      const answer = this.chance.pick(['overwrite', 'append', 'discard'] as const);
      const month = Date.parse(row.BillingPeriodStart ?? '');
      const billingAccount = row.BillingAccountId ?? '';
      this.steps.push({ answer, to: send, at: at + 10 * 60_000, billingAccount, month });
    }
  }

  /** A correction of charges that there were, appended; billed in their month or in the one after. */
  private correct(at: number, month: number): void {
    const { chance } = this;
    const payer = chance.pick(this.source.payers);
    const format = payer.kind === 'saas' ? '1.4' : chance.pick(FORMATS);
    const { payers } = this.source;
    const file: File = { payers: [payer], known: payers, months: [month], at, format, name: '0', raise: '1' };
    const charged = rowsOf(chance, file).filter((row) => row.ChargeCategory === 'Usage');
    const corrected = charged.filter(() => chance.is(3 / charged.length));
    const isLater = chance.is(0.3) && monthAfter(month) < at;
    const rows = corrected.map((row) => ({
      ...row,
      ...timesAmounts(row, '-0.25'),
      ...{ ChargeClass: 'Correction', ConsumedQuantity: '' },
      ...(isLater ? periodOf(monthAfter(month)) : {}),
    }));
    if (rows.length === 0) return;
    this.steps.push({
      send: ++this.world.sends,
      source: this.source.name,
      at,
      handling: 'append',
      parts: [rows],
    });
  }
}

const AMOUNTS = ['BilledCost', 'EffectiveCost', 'ListCost', 'ContractedCost'] as const;

function timesAmounts(row: Row, factor: string): Row {
  const cells = AMOUNTS.filter((column) => row[column]).map((column) => [
    column,
    new Decimal(row[column] ?? 0).times(factor).toFixed(),
  ]);
  return Object.fromEntries(cells);
}

function periodOf(month: number): Row {
  return { BillingPeriodStart: iso(month), BillingPeriodEnd: iso(monthAfter(month)) };
}

function rowsOf(chance: Chance, file: File): Row[] {
  return file.payers.flatMap((payer) =>
    file.months.flatMap((month) => rowsOfMonth(chance, file, payer, month)),
  );
}

/** What a payer is billed for a month as far as it has gone. */
function rowsOfMonth(chance: Chance, file: File, payer: Payer, month: number): Row[] {
  const until = Math.min(monthAfter(month), Math.floor(file.at / DAY) * DAY);
  const rows: Row[] = [];
  for (const owner of file.known) {
    for (const account of owner.accounts) {
      const end = Math.min(until, account.until);
      const isMoved = account.moved !== null && month >= account.moved.at;
      const main = isMoved ? account.moved?.to : owner;
      if ((main !== payer && account.shared !== payer) || month >= end) continue;
      const common = {
        ...payerRow(payer, month, file),
        ...(payer.kind === 'saas' ? {} : { SubAccountId: account.id }),
      };
      // A payer that shares an account is charged for every other thing in it.
      const things = account.things.filter(
        (_, place) => account.shared === null || (place % 2 === 0) === (main === payer),
      );
      for (const thing of things) {
        for (const row of rowsOfThing(chance, payer, thing, { month, end, file }))
          rows.push({ ...common, ...row });
      }
      if (main !== payer) continue;
      for (const row of unusedRows(account.things, month, end)) rows.push({ ...common, ...row });
      for (const row of otherRows(month, end, account.things[0]?.currencies[0] ?? 'USD'))
        rows.push({ ...common, ...row });
    }
  }
  return rows;
}

function payerRow({ kind, id, issuer, isMarketplace }: Payer, month: number, { format, name }: File): Row {
  const names = NAMES[kind];
  const provider = names[Number(name) % names.length] ?? names[0];
  const now = {
    ServiceProviderName: isMarketplace ? 'Datadog' : provider,
    ...(kind === 'saas' ? {} : { HostProviderName: provider }),
  };
  return {
    ...{ BillingAccountId: id, InvoiceIssuerName: issuer, ServiceCategory: 'Other' },
    ...periodOf(month),
    ...(format === '1.4' ? {} : { ProviderName: provider }),
    ...(format === '1.2' ? {} : now),
  };
}

type Span = { month: number; end: number; file: File };

function rowsOfThing(chance: Chance, payer: Payer, thing: Thing, { month, end, file }: Span): Row[] {
  const rows: Row[] = [];
  for (let day = month; day < end; day += thing.span * DAY) {
    const through = Math.min(day + thing.span * DAY, monthAfter(month));
    if (day < thing.from || through > Math.min(end, thing.until)) continue;
    const isUnfinished = through > Math.floor(file.at / DAY) * DAY - DAY;
    const days = (through - day) / DAY;
    const times = (amount: string) =>
      new Decimal(amount)
        .times(days)
        .times(isUnfinished ? '0.6' : file.raise)
        .toFixed();
    rows.push({
      ...{
        ChargeCategory: 'Usage',
        ChargeClass: '',
        ChargePeriodStart: iso(day),
        ChargePeriodEnd: iso(through),
      },
      ...{ BilledCost: times(thing.daily), EffectiveCost: times(thing.daily) },
      ...{ ListCost: times(thing.list), ContractedCost: times(thing.daily) },
      BillingCurrency: thing.currencies[(day / DAY) % thing.currencies.length] ?? 'USD',
      ServiceName: thing.service,
      ...(payer.kind === 'saas'
        ? payer.hasSkus
          ? { SkuId: thing.id }
          : {}
        : ownCells(chance, payer, thing)),
    });
  }
  return rows;
}

/** How a cloud names the thing on a row: now by its ARN and now by its short id, Azure in any letter case. */
function ownCells(chance: Chance, { kind }: Payer, thing: Thing): Row {
  const long = kind === 'azure' && chance.is(0.3) ? thing.id.toLowerCase() : thing.id;
  return {
    ResourceId: thing.shortId !== null && chance.is(0.3) ? thing.shortId : long,
    RegionId: thing.hasRegionGaps && chance.is(0.4) ? '' : thing.region,
    ...{ SkuId: `sku-${thing.meter}`, SkuMeter: thing.meter, Tags: '{"team":"search"}' },
    ...{ ConsumedQuantity: thing.quantity, ConsumedUnit: 'Hours' },
    ...(thing.commitment && chance.is(0.5)
      ? { CommitmentDiscountId: thing.commitment, CommitmentDiscountStatus: 'Used', BilledCost: '0' }
      : { CommitmentDiscountId: '', CommitmentDiscountStatus: '' }),
  };
}

/** What was bought ahead and used by nothing, a charge of no resource. */
function unusedRows(things: readonly Thing[], month: number, end: number): Row[] {
  const bought = things.find(({ commitment }) => commitment !== null);
  if (!bought?.commitment) return [];
  const days = Array.from({ length: (end - month) / DAY }, (_, day) => month + day * DAY);
  return days.map((day) => ({
    ...{
      ChargeCategory: 'Usage',
      ChargeClass: '',
      ChargePeriodStart: iso(day),
      ChargePeriodEnd: iso(day + DAY),
    },
    ...{ BilledCost: '0', EffectiveCost: '0.37', ListCost: '0', ContractedCost: '0' },
    ...{ BillingCurrency: bought.currencies[0], ServiceName: 'Savings plans' },
    ...{ CommitmentDiscountId: bought.commitment ?? '', CommitmentDiscountStatus: 'Unused' },
  }));
}

/** Tax of no length, a fee for the whole month that is billed ahead, a credit. */
function otherRows(month: number, end: number, currency: string): Row[] {
  const row = (category: string, from: number, through: number, cost: string): Row => ({
    ...{ ChargeCategory: category, ChargeClass: '', ServiceName: category, BillingCurrency: currency },
    ...{ ChargePeriodStart: iso(from), ChargePeriodEnd: iso(through) },
    ...{
      BilledCost: cost,
      EffectiveCost: category === 'Purchase' ? '0' : cost,
      ListCost: cost,
      ContractedCost: cost,
    },
  });
  return [
    row('Tax', month, month, '1.07'),
    row('Tax', month, end, '3.31'),
    row('Purchase', month, monthAfter(month), '90'),
    row('Credit', month + DAY, month + 2 * DAY, '-0.75'),
  ];
}

/** A file that tells less than there is, in one of the ways it happens. */
function lose(chance: Chance, rows: Row[]): Row[] {
  const some = chance.pick([rows[0] ?? {}, ...rows]);
  const times = rows.map(({ ChargePeriodStart = '' }) => ChargePeriodStart).sort();
  const middle = times[Math.floor(times.length / 2)] ?? '';
  switch (chance.int(0, 4)) {
    case 0:
      return rows.filter(
        ({ SubAccountId }) => SubAccountId !== some.SubAccountId || SubAccountId === undefined,
      );
    case 1:
      return rows.filter(({ ResourceId }) => ResourceId !== some.ResourceId || ResourceId === undefined);
    case 2:
      return rows.filter(({ ChargePeriodStart = '' }) => ChargePeriodStart < middle);
    case 3:
      return rows.filter(({ ChargePeriodStart = '' }) => ChargePeriodStart >= middle);
    default:
      return rows.map((row) => ({ ...row, ...timesAmounts(row, '0.9') }));
  }
}

const BAD: [Row, ...Row[]] = [
  { EffectiveCost: 'abc' },
  { BilledCost: '' },
  { ChargeCategory: 'Nonsense' },
  { BillingCurrency: 'dollars' },
  { ChargePeriodStart: '31.10.2026' },
];

/** Now and then a row that cannot be read. */
function spoil(chance: Chance, rows: Row[]): Row[] {
  const bad = chance.is(0.12) ? chance.int(0, rows.length - 1) : -1;
  return rows.map((row, place) => (place === bad ? { ...row, ...chance.pick(BAD) } : row));
}
