import { parseTags } from './cells';
import type { CsvRow } from './csv';
import type { FocusColumn } from './focus';
import {
  type BadCell,
  bounded,
  isCellNull,
  LONGEST,
  type Place,
  readCategory,
  readCurrency,
  tooLong,
} from './focus-row';
import { areOneThing, type Identity, identify, normaliseAccount } from './identity';
import { providerOf } from './provider';

/**
 * What rows say beside their amounts: which account, which resource, with which name and tags. Rows that say the same
 * in the same cells share one subject, so that it is worked out once.
 */
export type Span = { rows: number; from: number; through: number };

export type AccountReading = Span & {
  provider: string;
  account: string;
  tied: number; // rows that name a resource or a commitment
  usage: number; // rows of usage that are no corrections
  quantified: number; // rows of usage with a quantity
};

export type DeliveryReading = Span & {
  id: bigint;
  prefix: Buffer; // its id and a comma, as COPY takes them
  billingAccount: string;
  month: number; // its start, in UTC
  periodStart: number;
  periodEnd: number;
  accounts: Map<string, AccountReading>;
  issuers: Set<string>;
};

export type ResourceReading = Span & {
  deliveryId: bigint;
  identity: Identity;
  name: string | null;
  service: string | null;
  isCommitment: boolean;
  isService: boolean; // billed without a resource: it stands for the service and its SKU
  tags: string | null; // JSON; null: unknown
};

/** About how much the rows of one currency carry, sign apart. */
export type Money = { absolute: number };

export type Subject = {
  delivery: DeliveryReading;
  account: AccountReading;
  money: Money;
  resource: ResourceReading | null; // what is charged
  commitment: ResourceReading | null;
  host: ResourceReading | null; // what an allocated resource ran on (FOCUS 1.3)
  isUsage: boolean;
  isTied: boolean;
  bad: BadCell[]; // of each of its rows
  cells: Buffer; // resource_key to service as COPY takes them
};

export function emptySpan(): Span {
  return { rows: 0, from: Number.POSITIVE_INFINITY, through: Number.NEGATIVE_INFINITY };
}

export function extend(span: Span, from: number, through: number): void {
  span.rows++;
  if (from < span.from) span.from = from;
  if (through > span.through) span.through = through;
}

type Context = { delivery: DeliveryReading; moneyOf: (currency: string) => Money };

/** Throws BadRow for what money needs; what is wrong beside that is reported in `bad`, and unknown. */
export function readSubject(row: CsvRow, place: Place, { delivery, moneyOf }: Context): Subject {
  const bad: BadCell[] = [];
  const category = readCategory(row, place, bad);
  const currency = readCurrency(row, place, bad);
  const { provider, account } = readOwner(row, place, delivery.billingAccount, bad);
  const issuer = nonBlank(bounded(row, place, 'InvoiceIssuerName', LONGEST.provider, []));
  if (issuer !== null) delivery.issuers.add(issuer);
  const things = readThings(row, place, { delivery, provider, account, category }, bad);
  const { resource, commitment, host } = things;
  const keys = [resource, host, commitment].map((reading) => reading?.identity.key ?? '').join(',');
  const service = things.service === null ? '' : quoted(things.service);
  return {
    delivery,
    account: accountOf(delivery, provider, account),
    money: moneyOf(currency),
    resource,
    commitment,
    host,
    isUsage: category === 'Usage',
    isTied: resource !== null && !resource.isService,
    bad,
    cells: Buffer.from(`${keys},${quoted(provider)},${quoted(account)},${category},${currency},${service},`),
  };
}

/** Provider and account, normalised; without a SubAccountId the billing account stands for it. */
export function readOwner(
  row: CsvRow,
  place: Place,
  billingAccount: string,
  bad: BadCell[],
): { provider: string; account: string } {
  const name = (column: FocusColumn) => nonBlank(bounded(row, place, column, LONGEST.provider, bad));
  const provider = providerOf({
    service: name('ServiceProviderName'),
    host: name('HostProviderName'),
    provider: name('ProviderName'),
    issuer: name('InvoiceIssuerName'),
  });
  if (provider === null) {
    const column = place.ServiceProviderName < 0 ? 'ProviderName' : 'ServiceProviderName';
    bad.push({ column, message: 'no column names the provider', isUnknown: true });
  }
  const subAccount = nonBlank(bounded(row, place, 'SubAccountId', LONGEST.account, bad));
  const known = provider ?? 'unknown';
  return { provider: known, account: normaliseAccount(known, subAccount ?? billingAccount) };
}

type Owned = { delivery: DeliveryReading; provider: string; account: string; category: string };
type Things = Pick<Subject, 'resource' | 'commitment' | 'host'> & { service: string | null };

/** What a row is charged for, and what stands beside it. */
function readThings(row: CsvRow, place: Place, owned: Owned, bad: BadCell[]): Things {
  const { delivery, provider, account, category } = owned;
  const text = (column: FocusColumn, most: number) => nonBlank(bounded(row, place, column, most, bad));
  const region = text('RegionId', LONGEST.region);
  const service = text('ServiceName', LONGEST.name);
  const resourceId = text('ResourceId', LONGEST.resource);
  const allocatedId = text('AllocatedResourceId', LONGEST.resource);
  const commitmentId = text('CommitmentDiscountId', LONGEST.resource);
  const tags = readTags(row, place, 'Tags', bad);
  const reading = (identity: Identity): ResourceReading => ({
    ...emptySpan(),
    ...{ deliveryId: delivery.id, identity, service, name: null, tags: tagsText(tags) },
    ...{ isCommitment: false, isService: false },
  });
  const identified = (
    id: string,
    column: FocusColumn,
    of = () => identify(provider, account, region, id),
  ) => {
    const identity = of();
    if (Buffer.byteLength(identity.nativeId) <= LONGEST.resource) return identity;
    bad.push(tooLong(column, LONGEST.resource)); // in lower case it may be longer
    return null;
  };

  const name = text('ResourceName', LONGEST.name);
  const given =
    resourceId !== null && resourceId !== commitmentId ? identified(resourceId, 'ResourceId') : null;
  const committed =
    commitmentId === null
      ? null
      : identified(commitmentId, 'CommitmentDiscountId', () =>
          identifyCommitment(provider, delivery.billingAccount, commitmentId),
        );
  // A commitment's own row may name it by its short id in one column and by its ARN in the other.
  const own = given && committed && areOneThing(given, committed) ? null : given;
  const commitment = committed && {
    ...reading(committed),
    isCommitment: true,
    // On a row of a resource that uses it, name and tags are the resource's.
    ...(own ? { name: null, tags: '{}' } : { name }),
  };
  const named = own ? { ...reading(own), name } : null;
  const allocated = allocatedId === null ? null : identified(allocatedId, 'AllocatedResourceId');
  if (allocated && allocated.key !== own?.key) {
    const split = {
      ...reading(allocated),
      name: text('AllocatedResourceName', LONGEST.name),
      tags: tagsText(allocatedTags(row, place, tags, bad)),
    };
    return { resource: split, commitment, host: named, service };
  }
  const isNamed = [place.ResourceId, place.AllocatedResourceId, place.CommitmentDiscountId].some(
    (cell) => !isCellNull(row, cell),
  );
  if (isNamed || category !== 'Usage') {
    return { resource: named ?? commitment, commitment, host: null, service };
  }
  const sku = text('SkuId', LONGEST.name) ?? text('SkuMeter', LONGEST.name);
  const identity = identify(provider, account, region, `service:${service ?? '-'}/${sku ?? '-'}`);
  const billed = { ...reading(identity), isService: true, name: [service, sku].filter(Boolean).join(' · ') };
  return { resource: billed, commitment: null, host: null, service };
}

type Tags = Record<string, string> | null;

/** Unknown, too, where the file has no column for them: that a tag is not there is known only where tags were read. */
function readTags(row: CsvRow, place: Place, column: 'Tags' | 'AllocatedTags', bad: BadCell[]): Tags {
  if (place[column] < 0) return null;
  const isThere = !isCellNull(row, place[column]);
  const text = bounded(row, place, column, LONGEST.tags, bad);
  if (text === null && isThere) return null;
  const { tags, fault } = parseTags(text);
  if (fault !== null) bad.push({ column, message: fault, isUnknown: tags === null });
  return tags;
}

/** The tags of an allocated resource: its own over those of what it ran on. */
function allocatedTags(row: CsvRow, place: Place, host: Tags, bad: BadCell[]): Tags {
  if (place.AllocatedTags < 0) return host;
  const own = readTags(row, place, 'AllocatedTags', bad);
  if (place.Tags < 0) return own;
  return own === null || host === null ? null : { ...host, ...own };
}

function tagsText(tags: Tags): string | null {
  return tags === null ? null : JSON.stringify(tags);
}

function nonBlank(text: string | null): string | null {
  return text === null || text.trim() === '' ? null : text;
}

/** A commitment serves many accounts and regions; it stands where it was bought, which its ARN says. */
function identifyCommitment(provider: string, billingAccount: string, id: string): Identity {
  const arn = /^arn:[^:]*:[^:]*:([^:]{0,100}):([^:]{0,100}):/.exec(id);
  const account = arn?.[2] || normaliseAccount(provider, billingAccount);
  return identify(provider, account, arn?.[1] || null, id);
}

function accountOf(delivery: DeliveryReading, provider: string, account: string): AccountReading {
  const name = `${provider} ${account}`;
  const known = delivery.accounts.get(name);
  if (known) return known;
  const reading = { ...emptySpan(), provider, account, tied: 0, usage: 0, quantified: 0 };
  delivery.accounts.set(name, reading);
  return reading;
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
