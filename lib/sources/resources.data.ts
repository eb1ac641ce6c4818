import type { Transaction } from '@/lib/core/db';
import { Prisma } from '@/prisma/generated/client';

/** Resources are joined one import at a time, so that two imports never make one resource twice. */
const JOINING = 72_707_401;

/**
 * Ties spellings to resources. `said` yields (key, provider, account, region, native_id, short_id, short_key, name,
 * charged_from, charged_through), one row a key. A spelling that is known stays what it is; an ARN whose short id is
 * known becomes another spelling of that resource; the rest are new.
 */
export async function joinResources(tx: Transaction, said: Prisma.Sql): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${JOINING})`;
  await tx.$executeRaw`CREATE TEMP TABLE said ON COMMIT DROP AS ${said}`;
  await tx.$executeRaw`ANALYZE said`;
  await addResources(tx, Prisma.sql`s.short_key IS NOT NULL`, Prisma.sql`s.short_key`);
  await tx.$executeRaw`
    INSERT INTO resource_aliases (provider, account, region, alias, key, resource_id)
    SELECT s.provider, s.account, s.region, s.native_id, s.key, short.resource_id
    FROM said s JOIN resource_keys short ON short.key = s.short_key
    WHERE NOT EXISTS (SELECT FROM resource_keys known WHERE known.key = s.key)
    ON CONFLICT DO NOTHING`;
  await tx.$executeRaw`
    INSERT INTO resource_aliases (provider, account, region, alias, key, resource_id)
    SELECT DISTINCT ON (s.short_key) s.provider, s.account, s.region, s.short_id, s.short_key, named.resource_id
    FROM said s JOIN resource_keys named ON named.key = s.key
    WHERE s.short_key IS NOT NULL AND NOT EXISTS (SELECT FROM resource_keys known WHERE known.key = s.short_key)
    ORDER BY s.short_key, s.key
    ON CONFLICT DO NOTHING`;
  await addResources(tx, Prisma.sql`s.short_key IS NULL`, Prisma.sql`s.key`);
  await tx.$executeRaw`
    UPDATE resources r
    SET name = COALESCE(n.name, r.name),
        first_seen_at = LEAST(r.first_seen_at, n.charged_from),
        last_seen_at = GREATEST(r.last_seen_at, n.charged_through)
    FROM (SELECT k.resource_id, (array_agg(s.name ORDER BY s.charged_through DESC) FILTER (WHERE s.name IS NOT NULL))[1] AS name,
                 min(s.charged_from) AS charged_from, max(s.charged_through) AS charged_through
          FROM said s JOIN resource_keys k ON k.key = s.key GROUP BY k.resource_id) n
    WHERE r.id = n.resource_id
      AND (r.first_seen_at > n.charged_from OR r.last_seen_at < n.charged_through OR r.name IS DISTINCT FROM COALESCE(n.name, r.name))`;
  await tx.$executeRaw`DROP TABLE said`;
}

async function addResources(tx: Transaction, which: Prisma.Sql, same: Prisma.Sql): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO resources (provider, account, region, native_id, key, name, first_seen_at, last_seen_at)
    SELECT DISTINCT ON (${same}) s.provider, s.account, s.region, s.native_id, s.key, s.name, s.charged_from, s.charged_through
    FROM said s
    WHERE ${which}
      AND NOT EXISTS (SELECT FROM resource_keys known WHERE known.key = s.key)
      AND NOT EXISTS (SELECT FROM resource_keys known WHERE known.key = s.short_key)
    ORDER BY ${same}, s.key
    ON CONFLICT (provider, account, region, native_id) DO NOTHING`;
}
