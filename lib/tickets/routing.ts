import type { RouteView } from './schema';

/** Who owns a resource and where its tickets go: by tag, then by account, then the unowned queue's default route. */
export type Environment = 'prod' | 'nonprod' | 'unknown';

type Owned = { tags: Record<string, string>; provider: string; account: string };
type AccountOwner = { provider: string; account: string; owner: string };

/** The tags that name an owner, in the order they are asked; keys of tags are in lower case (PRODUCT.md). */
export const OWNER_TAGS = ['owner', 'team', 'squad', 'cost-center', 'costcenter'] as const;
const ENVIRONMENT_TAGS = ['env', 'environment', 'stage', 'tier'] as const;

const PROD = /^(prod|production|prd|live)\b/i;
const NONPROD =
  /^(non-?prod|dev|development|test|testing|qa|stage|staging|uat|sandbox|demo|preview|int|integration)\b/i;

/** Null: nobody is known, the finding waits in the unowned queue. */
export function ownerOf(
  { tags, provider, account }: Owned,
  ownerTags: readonly string[],
  accountOwners: readonly AccountOwner[],
): string | null {
  const tagged = firstTag(tags, ownerTags);
  if (tagged !== null) return tagged;
  const known = accountOwners.find((row) => row.provider === provider && row.account === account);
  return known?.owner ?? null;
}

/** What nobody said is `unknown`, never missing. */
export function environmentOf(tags: Record<string, string>): Environment {
  const value = firstTag(tags, ENVIRONMENT_TAGS);
  if (value === null) return 'unknown';
  if (NONPROD.test(value)) return 'nonprod';
  return PROD.test(value) ? 'prod' : 'unknown';
}

function firstTag(tags: Record<string, string>, keys: readonly string[]): string | null {
  for (const key of keys) {
    const value = Object.hasOwn(tags, key) ? (tags[key]?.trim() ?? '') : '';
    if (value !== '') return value;
  }
  return null;
}

/** The owner's own route, else the default one; null when there is neither. Owners compare without regard to case. */
export function routeOf(owner: string | null, routes: readonly RouteView[]): RouteView | null {
  const wanted = owner?.toLowerCase();
  const own = routes.find((route) => route.owner !== null && route.owner.toLowerCase() === wanted);
  return own ?? routes.find((route) => route.owner === null) ?? null;
}
