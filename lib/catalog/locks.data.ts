import type pg from 'pg';

/**
 * The lock of a key of a sender, held to the end of the transaction: whoever works on its deliveries or repairs its
 * record has it. In one order, so that two who want several never wait for each other.
 */
export async function lockKeys(
  client: Pick<pg.PoolClient, 'query'>,
  senderId: string,
  keys: string[],
): Promise<void> {
  await client.query(
    `SELECT pg_advisory_xact_lock(lock) FROM (
       SELECT DISTINCT hashtextextended($1 || ':' || key, 0) AS lock FROM unnest($2::text[]) key ORDER BY 1) locks`,
    [senderId, keys],
  );
}
