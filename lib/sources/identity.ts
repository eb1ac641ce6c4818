import { hash } from 'node:crypto';

/**
 * One resource, one row: its spellings on bills and in inventories are brought to one (provider, account, region,
 * native id). Spellings that cannot be computed from each other meet in `resource_aliases`.
 */
export type Identity = {
  provider: string;
  account: string;
  region: string;
  nativeId: string;
  key: string; // uuid: hash of the four
  shortId: string | null; // of an ARN, where it names the resource without the rest
  shortKey: string | null;
};

const PROVIDERS: [RegExp, string][] = [
  [/^(aws|amazon)\b/i, 'aws'],
  [/^(azure|microsoft)\b/i, 'azure'],
  [/^(gcp|google)\b/i, 'gcp'],
  [/^(oci|oracle)\b/i, 'oracle'],
];

export function normaliseProvider(name: string): string {
  const known = PROVIDERS.find(([pattern]) => pattern.test(name.trim()));
  return known ? known[1] : name.trim().toLowerCase();
}

/** Azure writes an account as a subscription's path or as its bare id. */
export function normaliseAccount(provider: string, account: string): string {
  const text = account.trim();
  return provider === 'azure' ? text.toLowerCase().replace(/^\/subscriptions\//, '') : text;
}

export function normaliseRegion(region: string | null): string {
  return region?.replaceAll(/\s+/g, '').toLowerCase() || 'global';
}

/** `provider` and `account` are normalised already. */
export function identify(provider: string, account: string, region: string | null, id: string): Identity {
  const place = { provider, account, region: normaliseRegion(region) };
  const nativeId = provider === 'azure' ? id.trim().toLowerCase().replace(/\/+$/, '') : id.trim();
  const shortId = shortIdOf(nativeId);
  return {
    ...place,
    nativeId,
    key: keyOf(place, nativeId),
    shortId,
    shortKey: shortId === null ? null : keyOf(place, shortId),
  };
}

function keyOf(place: { provider: string; account: string; region: string }, id: string): string {
  return hash('sha256', [place.provider, place.account, place.region, id].join('\u001f')).slice(0, 32);
}

/**
 * The last part of an ARN when it names its kind itself (vol-0ab…, i-0ab…) or is a bucket's name; others, like a
 * function's or a table's name, are the same word for different things.
 */
function shortIdOf(nativeId: string): string | null {
  if (!nativeId.startsWith('arn:')) return null;
  const bucket = /^arn:[^:]*:s3:::([^/]+)$/.exec(nativeId);
  if (bucket) return bucket[1] ?? null;
  const last = nativeId.slice(Math.max(nativeId.lastIndexOf('/'), nativeId.lastIndexOf(':')) + 1);
  return /^[a-z]{1,12}-[0-9a-z]{8,17}$/.test(last) && /\d/.test(last) ? last : null;
}
