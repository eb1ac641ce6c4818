import type pg from 'pg';

/**
 * The number of a key's lock, from SQL of its sender and of the key. Whoever asks for the lock names it by this: two that
 * named it otherwise would both have it.
 */
export const keyLock = (sender: string, key: string) => `hashtextextended(${sender} || ':' || ${key}, 0)`;

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
       SELECT DISTINCT ${keyLock('$1', 'key')} AS lock FROM unnest($2::text[]) key ORDER BY 1) locks`,
    [senderId, keys],
  );
}
