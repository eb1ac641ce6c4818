import { hash } from 'node:crypto';
import { readId } from './native-ids';

/**
 * One resource, one row: its spellings on bills and in inventories are brought to one (provider, account, native id),
 * with the region only where the id is not unique without it. Spellings that cannot be computed from each other meet
 * in `resource_aliases`.
 */
export type Identity = {
  provider: string;
  account: string;
  region: string; // where the resource is; part of the key only where the id needs it
  nativeId: string;
  key: string; // uuid: hash of provider, account, the region that the key needs, and native id
  shortId: string | null; // of an ARN or full name, where it names the resource without the rest
  shortKey: string | null; // never of a region: the same for every row of the resource
  isRegional: boolean; // the id is unique in its region only
};

/** The region of a key whose id is unique without one. */
export const ANY_REGION = '*';
/** The region of a row that names none; providers write it for what has none, too. */
export const NO_REGION = 'global';

const PROVIDERS: [RegExp, string][] = [
  [/^(aws|amazon)\b|^amazon ?web ?services/, 'aws'],
  [/^(azure|microsoft)\b|^(ms|microsoft) ?azure/, 'azure'],
  [/^(gcp|google)\b|^google ?cloud/, 'gcp'],
  [/^(oci|oracle)\b|^oracle ?cloud/, 'oracle'],
  [/^(alibaba|aliyun)\b|^alibaba ?cloud/, 'alibaba'],
  [/^tencent\b|^tencent ?cloud/, 'tencent'],
  [/^ibm\b/, 'ibm'],
];

/** "Datadog, Inc." and "Datadog" are one. */
const LEGAL_FORM = /,? (inc|llc|ltd|limited|corp|corporation|co|company|gmbh|ag|plc|pty|bv|sas|sarl|srl)\.?$/;

export function normaliseProvider(name: string): string {
  const plain = name.trim().replaceAll(/\s+/g, ' ').toLowerCase();
  const known = PROVIDERS.find(([pattern]) => pattern.test(plain));
  return known ? known[1] : plain.replace(LEGAL_FORM, '');
}

/**
 * Azure writes an account as a subscription's path or as its bare id. A number that lost its zeros stays as it is: it
 * might be another account, so Sources says how many resources that may concern.
 */
export function normaliseAccount(provider: string, account: string): string {
  const text = account.trim();
  if (provider !== 'azure') return text;
  return withoutSlashes(text.toLowerCase()).replace(/^\/subscriptions\//, '');
}

export function normaliseRegion(region: string | null): string {
  return region?.replaceAll(/\s+/g, '').toLowerCase() || NO_REGION;
}

/** `provider` and `account` are normalised already. */
export function identify(provider: string, account: string, region: string | null, id: string): Identity {
  const nativeId = normaliseId(provider, id);
  // An account stands for itself, wherever its rows are.
  if (nativeId === account) return regional(provider, account, NO_REGION, nativeId);
  const read = readId(provider, nativeId);
  const place = normaliseRegion(read.region ?? region);
  if (!read.isUnique) return regional(provider, account, place, nativeId);
  const { short } = read;
  return {
    ...{ provider, account, region: place, nativeId },
    key: keyOf(provider, account, ANY_REGION, nativeId),
    shortId: short,
    shortKey: short === null ? null : shortKeyOf(provider, account, short),
    isRegional: false,
  };
}

function regional(provider: string, account: string, region: string, nativeId: string): Identity {
  const key = keyOf(provider, account, region, nativeId);
  return { provider, account, region, nativeId, key, shortId: null, shortKey: null, isRegional: true };
}

/** The short spelling without a region: it joins the only region that is known for it, like any row without one. */
function shortKeyOf(provider: string, account: string, short: string): string {
  const region = readId(provider, short).isUnique ? ANY_REGION : NO_REGION;
  return keyOf(provider, account, region, short);
}

function normaliseId(provider: string, id: string): string {
  const text = id.trim();
  if (provider === 'azure') return withoutSlashes(text.toLowerCase());
  return provider === 'gcp' ? withoutSlashes(text) : text;
}

function withoutSlashes(text: string): string {
  return text.length > 1 ? text.replace(/\/+$/, '') : text;
}

/** Whether two ids are spellings of one thing by themselves, whatever regions their rows name: an ARN and its short id. */
export function areOneThing(one: Identity, other: Identity): boolean {
  const bare = ({ provider, account, shortId, nativeId }: Identity) =>
    [provider, account, shortId ?? nativeId].join('\u001f');
  return bare(one) === bare(other);
}

/** The function resource_key in the database gives the same. */
export function keyOf(provider: string, account: string, region: string, id: string): string {
  return hash('sha256', [provider, account, region, id].join('\u001f')).slice(0, 32);
}

/** A billing account in the one way that all its spellings share: letter case, blanks and a last slash say nothing. */
export function spellingOf(billingAccount: string): string {
  return billingAccount.trim().replace(/\/+$/, '').toLowerCase();
}
