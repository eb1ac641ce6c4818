import { type Reader, transaction } from '@/lib/core/db';
import { Prisma } from '@/prisma/generated/client';
import { chargesOf } from './charges.data';

/** What of sources is deleted by age: charges of superseded deliveries, and readings that nothing was made of. */
type Needed = (reader: Reader) => Promise<string[]>;

/**
 * The charges of imports all of whose deliveries are superseded, left out or withdrawn; until then an import can be undone. `neededSnapshots` are the readings that something
 * stands on; the newest of each source always is one. A whole import's table goes at once: deliveries, their totals
 * and their accounts stay as history.
 */
export function purgeOfCharges(neededSnapshots: Needed) {
  return {
    async count(reader: Reader, before: Date) {
      const imports = await findSuperseded(reader, before, await neededSnapshots(reader));
      const rows = imports.reduce((sum, one) => sum + Number(one.rows), 0);
      return { rows, bytes: imports.reduce((sum, one) => sum + Number(one.bytes), 0) };
    },
    async purge(before: Date): Promise<number> {
      return transaction(async (tx) => {
        // Whoever reads charges is not made to wait behind this one for long: the next batch tries again.
        await tx.$executeRaw`SET LOCAL lock_timeout = '10s'`;
        const [first] = await findSuperseded(tx, before, await neededSnapshots(tx));
        if (!first) return 0;
        await tx.$executeRaw`
          DELETE FROM delivery_resources r USING bill_deliveries d
          WHERE d.id = r.delivery_id AND d.import_id = ${first.importId}`;
        await tx.$executeRawUnsafe(`DROP TABLE ${chargesOf(first.importId).table}`);
        return Math.max(1, Number(first.rows));
      });
    },
  };
}

type Superseded = { importId: bigint; rows: bigint; bytes: bigint };

/** Imports none of whose deliveries counts or may come to: replaced, left out or withdrawn before `before`. */
async function findSuperseded(reader: Reader, before: Date, needed: string[]): Promise<Superseded[]> {
  return reader.$queryRaw<Superseded[]>`
    WITH needed AS (
      SELECT unnest(${needed.map(BigInt)}::bigint[]) AS snapshot_id UNION
      SELECT max(id) FROM snapshots GROUP BY source_id),
    judged AS (
      SELECT d.import_id, d.rows, d.standing IN ('superseded', 'discarded', 'withdrawn')
        AND GREATEST(d.delivered_at, d.standing_at) < ${before}
        AND NOT EXISTS (
          SELECT FROM snapshot_deliveries sd JOIN needed USING (snapshot_id) WHERE sd.delivery_id = d.id) AS may_go
      FROM bill_deliveries d JOIN imports i ON i.id = d.import_id AND i.state = 'done')
    SELECT j.import_id AS "importId", sum(j.rows)::bigint AS rows,
      pg_total_relation_size(to_regclass('charges_' || j.import_id)) AS bytes
    FROM judged j WHERE to_regclass('charges_' || j.import_id) IS NOT NULL
    GROUP BY j.import_id HAVING bool_and(j.may_go) ORDER BY j.import_id`;
}

const UNUSED = (before: Date) => Prisma.sql`
  s.taken_at < ${before} AND NOT EXISTS (SELECT FROM generation_snapshots g WHERE g.snapshot_id = s.id)
  AND EXISTS (SELECT FROM snapshots newer WHERE newer.source_id = s.source_id AND newer.id > s.id
    AND newer.data_through >= s.data_through)`;
const SNAPSHOTS = 5;

/** Readings that no generation was made of and that a newer one of the same source has replaced, with their facts. */
export const purgeOfSnapshots = {
  async count(reader: Reader, before: Date) {
    const rows = await reader.$queryRaw<{ rows: number; facts: number }[]>`
      SELECT count(*)::int AS rows,
        COALESCE(sum((SELECT count(*) FROM resource_facts f WHERE f.snapshot_id = s.id)), 0)::float8 AS facts
      FROM snapshots s WHERE ${UNUSED(before)}`;
    return { rows: rows[0]?.rows ?? 0, bytes: Math.round((rows[0]?.facts ?? 0) * BYTES_A_FACT) };
  },
  purge: (before: Date): Promise<number> =>
    transaction(
      (tx) => tx.$executeRaw`
        DELETE FROM snapshots WHERE id IN (
          SELECT s.id FROM snapshots s WHERE ${UNUSED(before)} ORDER BY s.id LIMIT ${SNAPSHOTS}::int)`,
    ),
};

/** About what one resource's facts take in a reading, its index entry with it. */
const BYTES_A_FACT = 600;
