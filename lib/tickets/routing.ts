import type { OwnerBasis, RouteRow, RouteVia, RouteView } from './schema';

/** Who owns a resource and where its tickets go: by tag, then by account, then the unowned queue's default route. */
export type Environment = 'prod' | 'nonprod' | 'unknown';

type Owned = { tags: Record<string, string>; provider: string; account: string };
type AccountOwner = { provider: string; account: string; owner: string };
export type OwnerFound = { owner: string | null; by: OwnerBasis; tag: string | null };

/** The tags that name an owner, in the order they are asked; keys of tags are in lower case (PRODUCT.md). */
export const OWNER_TAGS = ['owner', 'team', 'squad', 'cost-center', 'costcenter'] as const;
const ENVIRONMENT_TAGS = ['env', 'environment', 'stage', 'tier'] as const;

const PROD = /^(prod|production|prd|live)\b/i;
const NONPROD =
  /^(non-?prod|dev|development|test|testing|qa|stage|staging|uat|sandbox|demo|preview|int|integration)\b/i;

/** Null: nobody is known, the finding waits in the unowned queue. */
export function ownerOf(
  owned: Owned,
  ownerTags: readonly string[],
  accountOwners: readonly AccountOwner[],
): string | null {
  return findOwner(owned, ownerTags, accountOwners).owner;
}

/** The owner, and what says so. */
export function findOwner(
  { tags, provider, account }: Owned,
  ownerTags: readonly string[],
  accountOwners: readonly AccountOwner[],
): OwnerFound {
  const tagged = firstTag(tags, ownerTags);
  if (tagged !== null) return { owner: tagged.value, by: 'tag', tag: tagged.key };
  const known = accountOwners.find((row) => row.provider === provider && row.account === account);
  return known ? { owner: known.owner, by: 'account', tag: null } : { owner: null, by: 'nobody', tag: null };
}

/** What nobody said is `unknown`, never missing. */
export function environmentOf(tags: Record<string, string>): Environment {
  const value = firstTag(tags, ENVIRONMENT_TAGS)?.value;
  if (value === undefined) return 'unknown';
  if (NONPROD.test(value)) return 'nonprod';
  return PROD.test(value) ? 'prod' : 'unknown';
}

type Tag = { key: string; value: string };

function firstTag(tags: Record<string, string>, keys: readonly string[]): Tag | null {
  for (const key of keys) {
    const value = Object.hasOwn(tags, key) ? (tags[key]?.trim() ?? '') : '';
    if (value !== '') return { key, value };
  }
  return null;
}

/** The owner's own route, else the default one; null when there is neither. Owners compare without regard to case. */
export function routeOf<Route extends Pick<RouteView, 'owner'>>(
  owner: string | null,
  routes: readonly Route[],
): Route | null {
  const wanted = owner?.toLowerCase();
  const own = routes.find((route) => route.owner !== null && route.owner.toLowerCase() === wanted);
  return own ?? routes.find((route) => route.owner === null) ?? null;
}

/** By which route an owner's tickets go, in the words of the console: step by step, and as one sentence. */
export function explainRoute(
  found: OwnerFound,
  { provider, account }: Pick<Owned, 'provider' | 'account'>,
  routes: readonly RouteRow[],
): { route: RouteRow | null; via: RouteVia; sentence: string; steps: string[] } {
  const { owner } = found;
  const route = routeOf(owner, routes);
  const via: RouteVia = route === null ? 'none' : route.owner === null ? 'default' : 'own';
  const steps = [ownerStep(found, provider, account), routeStep(owner, via, route)];
  if (route && !route.connectionEnabled) steps.push(`${route.connectionName} is switched off: tickets wait.`);
  return { route, via, sentence: sentenceOf(owner, route), steps };
}

function ownerStep({ owner, by, tag }: OwnerFound, provider: string, account: string): string {
  if (by === 'given') return `The owner ${owner} was asked about.`;
  if (by === 'tag') return `The tag ${tag} names the owner ${owner}.`;
  const none = `No tag names an owner (looked for ${OWNER_TAGS.join(', ')}).`;
  const place = [provider, account].filter((part) => part !== '').join(' ');
  if (by === 'account') return `${none} The account ${place} belongs to ${owner}.`;
  return place === '' ? `${none}` : `${none} Nobody is known to own the account ${place}.`;
}

function routeStep(owner: string | null, via: RouteVia, route: RouteRow | null): string {
  if (via === 'own') return `${owner} has a route of its own.`;
  const lacking = owner === null ? 'Nobody owns it' : `${owner} has no route of its own`;
  return route ? `${lacking}: the default route takes it.` : `${lacking}, and there is no default route.`;
}

function sentenceOf(owner: string | null, route: RouteRow | null): string {
  if (!route) return 'It waits in the unowned queue: no ticket is opened until somebody says where it goes.';
  const whose = owner === null ? 'A ticket nobody owns' : `A ticket for ${owner}`;
  const where = `the project ${route.projectKey} of ${route.connectionName}`;
  if (!route.connectionEnabled) return `${whose} would go to ${where}, which is switched off: it waits.`;
  const assigned = route.assignee === null ? '' : `, assigned to ${route.assignee}`;
  return `${whose} goes to ${where} as a ${route.issueType}${assigned}.`;
}
