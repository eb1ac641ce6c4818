import { parseTags } from './cells';
import { type CsvRow, cellText } from './csv';
import { BadRow, optional, type Place, readCategory, readCurrency, required } from './focus-row';
import { type Identity, identify, normaliseAccount, normaliseProvider } from './identity';

/**
 * What rows say beside their amounts: which account, which resource, with which name and tags. Rows that say the same
 * in the same cells share one subject, so that it is worked out once.
 */
export type Span = { rows: number; from: number; through: number };

export type DeliveryReading = Span & {
  id: bigint;
  prefix: Buffer; // its id and a comma, as COPY takes them
  billingAccount: string;
  month: number; // its start, in UTC
  periodStart: number;
  periodEnd: number;
  accounts: Map<string, Span & { provider: string; account: string }>;
  issuers: Set<string>;
};

export type ResourceReading = Span & {
  deliveryId: bigint;
  identity: Identity;
  name: string | null;
  service: string | null;
  isCommitment: boolean;
  tags: string; // JSON
};

export type Subject = {
  delivery: DeliveryReading;
  account: Span;
  resource: ResourceReading | null;
  commitment: ResourceReading | null;
  cells: Buffer; // resource_key to currency as COPY takes them
};

export function emptySpan(): Span {
  return { rows: 0, from: Number.POSITIVE_INFINITY, through: Number.NEGATIVE_INFINITY };
}

export function extend(span: Span, from: number, through: number): void {
  span.rows++;
  if (from < span.from) span.from = from;
  if (through > span.through) span.through = through;
}

export function readSubject(row: CsvRow, place: Place, delivery: DeliveryReading): Subject {
  const provider = normaliseProvider(required(row, place, 'ProviderName'));
  const billed = optional(row, place, 'SubAccountId') ?? delivery.billingAccount;
  const account = normaliseAccount(provider, billed);
  const region = optional(row, place, 'RegionId');
  const tags = parseTags(optional(row, place, 'Tags'));
  if (tags === null) throw new BadRow('Tags', 'the cell holds no JSON object of plain values');
  const shared = { deliveryId: delivery.id, service: optional(row, place, 'ServiceName') };
  const resourceId = cellText(row, place.ResourceId);
  const commitmentId = optional(row, place, 'CommitmentDiscountId');
  const commitment = commitmentId
    ? identifyCommitment(provider, delivery.billingAccount, commitmentId)
    : null;
  const resource =
    resourceId && resourceId !== commitmentId ? identify(provider, account, region, resourceId) : null;
  const said = { name: optional(row, place, 'ResourceName'), tags: JSON.stringify(tags) };
  const commitmentReading: ResourceReading | null = commitment && {
    ...shared,
    ...emptySpan(),
    identity: commitment,
    isCommitment: true,
    // On a row of a resource that uses it, name and tags are the resource's.
    ...(resource ? { name: null, tags: '{}' } : said),
  };
  const keys = `${(resource ?? commitment)?.key ?? ''},${commitment?.key ?? ''}`;
  const kind = `${readCategory(row, place)},${readCurrency(row, place)}`;
  return {
    delivery,
    account: accountOf(delivery, provider, account),
    resource: resource
      ? { ...shared, ...emptySpan(), ...said, identity: resource, isCommitment: false }
      : commitmentReading,
    commitment: commitmentReading,
    cells: Buffer.from(`${keys},${quoted(provider)},${quoted(account)},${kind},`),
  };
}

/** A commitment serves many accounts and regions; it stands where it was bought, which its ARN says. */
function identifyCommitment(provider: string, billingAccount: string, id: string): Identity {
  const arn = /^arn:[^:]*:[^:]*:([^:]*):([^:]*):/.exec(id);
  const account = arn?.[2] || normaliseAccount(provider, billingAccount);
  return identify(provider, account, arn?.[1] || null, id);
}

function accountOf(delivery: DeliveryReading, provider: string, account: string): Span {
  const name = `${provider} ${account}`;
  const known = delivery.accounts.get(name);
  if (known) return known;
  const span = { ...emptySpan(), provider, account };
  delivery.accounts.set(name, span);
  return span;
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
