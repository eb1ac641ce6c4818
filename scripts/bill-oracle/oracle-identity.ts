/** Which spellings are one resource, from DESIGN ("resource") and FOCUS; imports nothing of lib/. */
import type { Row } from './oracle';

const PROVIDERS: [RegExp, string][] = [
  [/^(aws|amazon)\b/i, 'aws'],
  [/^(azure|microsoft)\b/i, 'azure'],
  [/^(gcp|google)\b/i, 'gcp'],
  [/^(oci|oracle)\b/i, 'oracle'],
];

export function normaliseProvider(name: string): string {
  return PROVIDERS.find(([pattern]) => pattern.test(name.trim()))?.[1] ?? name.trim().toLowerCase();
}

/** What FOCUS 1.2 calls the provider: of a marketplace the cloud that invoices it, else who makes the service. */
export function providerOf(row: Row): string {
  const [maker, host, issuer] = [row.ServiceProviderName, row.HostProviderName, row.InvoiceIssuerName];
  if (maker && normaliseProvider(maker) === normaliseProvider(issuer ?? '')) return normaliseProvider(maker);
  if (row.ProviderName) return normaliseProvider(row.ProviderName);
  const seller = normaliseProvider(issuer ?? '');
  const isCloud = PROVIDERS.some(([, name]) => name === seller);
  if (!issuer && host) return normaliseProvider(host);
  if (host && normaliseProvider(host) === seller) return seller;
  if (!host && isCloud) return seller;
  return normaliseProvider(maker || host || issuer || '');
}

export function normaliseAccount(provider: string, account: string): string {
  const text = account.trim();
  return provider === 'azure' ? text.toLowerCase().replace(/^\/subscriptions\//, '') : text;
}

type Named = { place: string; id: string; region: string | null; isUnique: boolean };

/** Of split costs it is the resource that they are allocated to (FOCUS 1.3). */
const idOf = (row: Row) => (row.AllocatedResourceId || row.ResourceId || '').trim();

function named(row: Row): Named {
  const provider = providerOf(row);
  const account = normaliseAccount(provider, row.SubAccountId || row.BillingAccountId || '');
  const id = idOf(row);
  const region = row.RegionId ? row.RegionId.replaceAll(/\s+/g, '').toLowerCase() : null;
  return { place: `${provider}|${account}`, region, ...uniqueId(provider, id) };
}

/** ARNs, Azure's paths, Google's full names and AWS ids with a random part name one thing in all regions. */
function uniqueId(provider: string, id: string): { id: string; isUnique: boolean } {
  const last = id.slice(Math.max(id.lastIndexOf('/'), id.lastIndexOf(':')) + 1);
  const isRandom = /^[a-z]{1,12}-[0-9a-f]{8,17}$/.test(last) && /\d/.test(last);
  if (provider === 'aws' && isRandom && (id === last || id.startsWith('arn:')))
    return { id: last, isUnique: true };
  if (provider === 'azure') return { id: id.toLowerCase(), isUnique: id.startsWith('/') };
  return { id, isUnique: id.startsWith('arn:') || id.startsWith('//') };
}

export type Subject = { resource: string | null; commitment: string | null };

/** How to name the subject of a row, given all rows there are: a name without region joins its only known region. */
export function nameSubjects(rows: readonly Row[]): (row: Row) => Subject {
  const regions = new Map<string, Set<string>>();
  for (const row of rows) {
    if (idOf(row) === '') continue;
    const { place, id, region } = named(row);
    if (region !== null)
      regions.set(`${place}|${id}`, (regions.get(`${place}|${id}`) ?? new Set()).add(region));
  }
  const resourceOf = (row: Row): string => {
    const { place, id, region, isUnique } = named(row);
    if (isUnique) return `${place}|*|${id}`;
    const known = [...(regions.get(`${place}|${id}`) ?? [])];
    return `${place}|${region ?? (known.length === 1 ? known[0] : 'global')}|${id}`;
  };
  return (row) => {
    const bought = row.CommitmentDiscountId || null;
    const commitment = bought ? commitmentOf(row, bought) : null;
    if (idOf(row) !== '' && idOf(row) !== bought) return { resource: resourceOf(row), commitment };
    return { resource: commitment ?? serviceOf(row), commitment };
  };
}

/** A commitment stands where it was bought: by its ARN, else with the billing account. */
function commitmentOf(row: Row, id: string): string {
  const account = /^arn:[^:]*:[^:]*:[^:]*:([^:]*):/.exec(id)?.[1] || row.BillingAccountId || '';
  return `${providerOf(row)}|${normaliseAccount(providerOf(row), account)}|*|${id}`;
}

/** Of a charge without ResourceId it is the service and its SKU that is paid for. */
function serviceOf(row: Row): string | null {
  if (row.ChargeCategory !== 'Usage') return null;
  const provider = providerOf(row);
  const account = normaliseAccount(provider, row.SubAccountId || row.BillingAccountId || '');
  return `${provider}|${account}|service|${row.ServiceName ?? ''}|${row.SkuId ?? ''}`;
}
