import type { Reader } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { Prisma } from '@/prisma/generated/client';
import { spellAccount } from '../placement';
import type { Exempted, ExemptionPreview, ExemptionScope } from './schema';

/** What an exemption is of, as it stands in the table: a resource, an account or a tag. */
export type Thing = {
  resourceId: bigint | null;
  provider: string | null;
  account: string | null;
  tagKey: string | null;
  tagValue: string | null;
};

const NO_THING: Thing = { resourceId: null, provider: null, account: null, tagKey: null, tagValue: null };

/** As rules see it: providers, accounts and keys of tags in the one spelling. Throws `not_found` for a resource. */
export async function readThing(reader: Reader, what: Exempted): Promise<Thing> {
  const thing = spelled(what);
  if (thing.resourceId === null) return thing;
  const known = await reader.resource.count({ where: { id: thing.resourceId } });
  if (known === 0) throw new AppError('not_found', `there is no resource ${thing.resourceId}`);
  return thing;
}

function spelled(what: Exempted): Thing {
  if (what.kind === 'resource') return { ...NO_THING, resourceId: BigInt(what.resourceId) };
  if (what.kind === 'account') return { ...NO_THING, ...spellAccount(what) };
  return { ...NO_THING, tagKey: what.key.toLowerCase(), tagValue: what.value || null };
}

export async function ruleSetExists(reader: Reader, slug: string): Promise<boolean> {
  return (await reader.ruleSet.count({ where: { slug } })) > 0;
}

/**
 * What an exemption would come to: the resources of the last generation's readings that it covers, and what stands of
 * its scope. A tag is looked up in every reading, as the rules see them merged.
 */
export async function previewExemption(reader: Reader, scope: ExemptionScope): Promise<ExemptionPreview> {
  const thing = spelled(scope.what);
  const { ruleSet = null, action = null } = scope;
  const rows = await reader.$queryRaw<ExemptionPreview[]>`
    WITH read AS MATERIALIZED (
      SELECT gs.snapshot_id FROM generation_snapshots gs WHERE gs.generation_id = (
        SELECT max(id) FROM recommendations_generated WHERE state = 'recorded')),
    covered AS MATERIALIZED (${coveredBy(thing)}),
    standing AS (
      SELECT l.id, EXISTS (SELECT FROM tickets t WHERE t.id = l.ticket_id AND t.deleted_at IS NULL) AS has_ticket
      FROM lineages l JOIN covered c ON c.resource_id = l.resource_id
      JOIN recommendations r ON r.id = l.last_recommendation_id
      JOIN rule_versions v ON v.id = r.rule_version_id JOIN rule_sets s ON s.id = v.rule_set_id
      WHERE l.status IN ('open', 'in_progress', 'closed') AND (${ruleSet}::text IS NULL OR s.slug = ${ruleSet})
        AND (${action}::text IS NULL OR l.action = ${action}))
    SELECT (SELECT count(*)::int FROM covered) AS resources, count(*)::int AS open,
      (count(*) FILTER (WHERE has_ticket))::int AS "withTicket" FROM standing`;
  return rows[0] ?? { resources: 0, open: 0, withTicket: 0 };
}

function coveredBy({ resourceId, provider, account, tagKey, tagValue }: Thing): Prisma.Sql {
  if (resourceId !== null)
    return Prisma.sql`SELECT id AS resource_id FROM resources WHERE id = ${resourceId}`;
  if (account !== null) {
    return Prisma.sql`SELECT DISTINCT f.resource_id FROM resources s JOIN resource_facts f ON f.resource_id = s.id
      WHERE s.provider = ${provider} AND s.account = ${account} AND f.snapshot_id IN (SELECT snapshot_id FROM read)`;
  }
  const says =
    tagValue === null
      ? Prisma.sql`f.facts->'tags' ? ${tagKey}`
      : Prisma.sql`f.facts->'tags'->>${tagKey} = ${tagValue}`;
  return Prisma.sql`SELECT DISTINCT f.resource_id FROM resource_facts f
    WHERE f.snapshot_id IN (SELECT snapshot_id FROM read) AND ${says}`;
}
