import type { Transaction } from '@/lib/core/db';

/** Which resource spellings mean, where a person says so. The lock of joinResources is held. */
export type MovedSpellings = { key: string; spellings: { key: string; joinId: string | null }[] };

type Moving = { joinId: string; keptId: string; joinedId: string };

/**
 * Makes every spelling of one resource mean another. Its row stays, known by a key that nothing carries, as all that
 * was found of it names it.
 */
export async function moveSpellings(
  tx: Transaction,
  { joinId, keptId, joinedId }: Moving,
): Promise<MovedSpellings> {
  const spellings = await tx.$queryRaw<MovedSpellings['spellings']>`
    SELECT a.key::text AS key, a.join_id::text AS "joinId" FROM resource_aliases a
    WHERE a.resource_id = ${joinedId}::bigint ORDER BY a.key`;
  const rows = await tx.$queryRaw<
    { key: string }[]
  >`SELECT key::text AS key FROM resources WHERE id = ${joinedId}::bigint`;
  const key = rows[0]?.key ?? '';
  await tx.$executeRaw`
    UPDATE resource_aliases SET resource_id = ${keptId}::bigint, join_id = ${joinId}::bigint
    WHERE resource_id = ${joinedId}::bigint`;
  await tx.$executeRaw`UPDATE resources SET key = gen_random_uuid() WHERE id = ${joinedId}::bigint`;
  await tx.$executeRaw`
    INSERT INTO resource_aliases (provider, account, region, alias, key, resource_id, join_id)
    SELECT provider, account, CASE ${key}::uuid WHEN resource_key(provider, account, region, native_id) THEN region
      WHEN resource_key(provider, account, '*', native_id) THEN '*' ELSE ${key} END, native_id, ${key}::uuid,
      ${keptId}::bigint, ${joinId}::bigint
    FROM resources WHERE id = ${joinedId}::bigint`;
  await noteChanges(tx, [key, ...spellings.map((one) => one.key)], keptId);
  return { key, spellings };
}

/** Undoes `moveSpellings`. */
export async function returnSpellings(
  tx: Transaction,
  joinedId: string,
  moved: MovedSpellings,
): Promise<void> {
  await tx.$executeRaw`DELETE FROM resource_aliases WHERE key = ${moved.key}::uuid`;
  await tx.$executeRaw`UPDATE resources SET key = ${moved.key}::uuid WHERE id = ${joinedId}::bigint`;
  await tx.$executeRaw`
    UPDATE resource_aliases a SET resource_id = ${joinedId}::bigint, join_id = m."joinId"
    FROM jsonb_to_recordset(${JSON.stringify(moved.spellings)}::jsonb) AS m(key uuid, "joinId" bigint)
    WHERE a.key = m.key`;
  await noteChanges(tx, [moved.key, ...moved.spellings.map((one) => one.key)], joinedId);
}

async function noteChanges(tx: Transaction, keys: string[], resourceId: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO resource_changes (key, resource_id) SELECT key, ${resourceId}::bigint FROM unnest(${keys}::uuid[]) AS k(key)`;
}
