import type { Reader } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { readResourceFacts } from '@/lib/sources/facts.data';
import { listRouteRows } from '@/lib/tickets/routes.data';
import { explainRoute, findOwner, OWNER_TAGS, type OwnerFound } from '@/lib/tickets/routing';
import { loadAccountOwners, spellAccount, tagsIn } from './placement';
import type { PreviewRouteInput, RoutePreview, UnroutedOwner } from './route-preview.schema';

type Asked = { tags: Record<string, string>; provider: string; account: string };

/** Where a ticket would go, and why; decided by what decides it in a generation and in a distribution. */
export async function previewRoute(
  reader: Reader,
  { resourceId, owner, ...given }: PreviewRouteInput,
  now: Date,
): Promise<RoutePreview> {
  const resource = resourceId === undefined ? null : await readResource(reader, resourceId, now);
  const asked = resource ?? placeOf(given);
  const found: OwnerFound =
    owner && !resource
      ? { owner, by: 'given', tag: null }
      : findOwner(asked, OWNER_TAGS, await loadAccountOwners(reader));
  const explained = explainRoute(found, asked, await listRouteRows(reader));
  const { id, name, provider, account } = resource ?? { id: '', name: '', provider: '', account: '' };
  return { resource: resource ? { id, name, provider, account } : null, ...found, ...explained };
}

/** Tags have their keys in lower case, as bills and inventories are read. */
function placeOf({
  tags = {},
  provider = '',
  account = '',
}: Omit<PreviewRouteInput, 'resourceId' | 'owner'>): Asked {
  const lower = Object.entries(tags).map(([key, value]) => [key.trim().toLowerCase(), value]);
  return { tags: Object.fromEntries(lower), ...spellAccount({ provider, account }) };
}

/** A resource with its tags as the last generation read them; throws `not_found`. */
async function readResource(reader: Reader, resourceId: string, now: Date) {
  const resource = await reader.resource.findUnique({ where: { id: BigInt(resourceId) } });
  if (!resource) throw new AppError('not_found', `there is no resource ${resourceId}`);
  const rows = await reader.$queryRaw<{ id: string }[]>`
    SELECT snapshot_id::text AS id FROM generation_snapshots WHERE generation_id = (
      SELECT max(id) FROM recommendations_generated WHERE state = 'recorded')`;
  const snapshotIds = rows.map(({ id }) => id);
  const known = await readResourceFacts(reader, resourceId, { snapshotIds, now });
  const { provider, account, name, nativeId } = resource;
  return { id: resourceId, name: name ?? nativeId, provider, account, tags: tagsIn(known?.facts.tags) };
}

type UnroutedRow = { owner: string | null; currency: string | null; count: number; amount: string | null };

/** Owners of open findings without a ticket who have no route of their own, the largest saving first. */
export async function listUnroutedOwners(reader: Reader): Promise<UnroutedOwner[]> {
  const rows = await reader.$queryRaw<UnroutedRow[]>`
    SELECT min(l.owner) AS owner, l.currency, count(*)::int AS count, sum(l.counted_savings)::text AS amount
    FROM lineages l
    WHERE l.status IN ('open', 'in_progress') AND l.ticket_id IS NULL AND l.excluded_by IS NULL
      AND NOT EXISTS (SELECT FROM ticket_routes r WHERE lower(r.owner) = lower(l.owner))
    GROUP BY lower(l.owner), l.currency ORDER BY sum(l.counted_savings) DESC NULLS LAST, 1 LIMIT 200`;
  const fallback = (await listRouteRows(reader)).find((route) => route.owner === null);
  const goesTo = fallback ? `${fallback.projectKey} of ${fallback.connectionName}` : null;
  // What nobody owns is meant for the default route; without one it waits.
  const owners = [...new Set(rows.map(({ owner }) => owner))].filter((owner) => owner !== null || !fallback);
  return owners.map((owner) => {
    const own = rows.filter((row) => row.owner === owner);
    const recommendations = own.reduce((sum, { count }) => sum + count, 0);
    const savings = own.flatMap(({ currency, amount }) =>
      currency === null || amount === null ? [] : [{ currency, amount }],
    );
    return { owner, recommendations, savings, goesTo } satisfies UnroutedOwner;
  });
}
