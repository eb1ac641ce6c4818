import type { Reader, Transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { Prisma } from '@/prisma/generated/client';
import { type CompareDeliveries, type Decision, type DeliveryUnit, decideDeliveries } from './delivery-order';
import { compareDeliveries, type Loss, loss, type Question } from './losses';
import { readCompared } from './losses.data';
import { noteSeen } from './resources.data';
import type { WaitingDelivery } from './schema';

/** One month of one billing account, as one source tells of it. */
export type DeliveryKey = { sourceId: string; billingAccount: string; month: Date };

type Row = {
  id: bigint;
  name: string;
  month: Date;
  deliveredAt: Date;
  effectiveAt: Date;
  handling: DeliveryUnit['handling'];
  isLate: boolean;
  onlyCorrections: boolean;
  isWithdrawn: boolean;
  isComplete: boolean;
  issuers: string[];
  comparedWith: string | null;
  losses: unknown;
};

/** A unit with what its rows remember of an earlier comparison. */
type StoredUnit = DeliveryUnit & { issuers: string[]; comparedWith: string | null; losses: Loss | null };

/** Every delivery of a key, the files of one delivery together. */
export async function readUnits(
  reader: Reader,
  { sourceId, billingAccount, month }: DeliveryKey,
): Promise<StoredUnit[]> {
  const rows = await reader.$queryRaw<Row[]>`
    SELECT d.id, COALESCE(i.delivery || ' ' || i.withdrawn_at, i.delivery, 'import ' || i.id) AS name, d.month,
      d.delivered_at AS "deliveredAt", d.effective_at AS "effectiveAt", d.handling::text AS handling, d.is_late AS "isLate",
      d.handling = 'append' AND NOT EXISTS (SELECT FROM charges c WHERE c.delivery_id = d.id AND c.class IS NULL)
        AS "onlyCorrections",
      i.withdrawn_at IS NOT NULL AS "isWithdrawn", d.issuers, d.compared_with AS "comparedWith", d.losses,
      (SELECT count(*) FROM imports same WHERE same.source_id = i.source_id AND same.state = 'done'
        AND same.withdrawn_at IS NOT DISTINCT FROM i.withdrawn_at
        AND COALESCE(same.delivery, 'import ' || same.id) = COALESCE(i.delivery, 'import ' || i.id)) = i.parts AS "isComplete"
    FROM bill_deliveries d JOIN imports i ON i.id = d.import_id AND i.state = 'done'
    WHERE i.source_id = ${sourceId}::uuid AND d.billing_account = ${billingAccount} AND d.month = ${month}::date
    ORDER BY d.id`;
  const units = new Map<string, StoredUnit>();
  for (const row of rows) {
    const known = units.get(row.name);
    units.set(row.name, known ? joined(known, row) : { ...row, ids: [row.id], losses: lossOf(row.losses) });
  }
  return [...units.values()];
}

function joined(unit: StoredUnit, row: Row): StoredUnit {
  const later = (left: Date, right: Date) => (left > right ? left : right);
  return {
    ...unit,
    ids: [...unit.ids, row.id],
    deliveredAt: later(unit.deliveredAt, row.deliveredAt),
    effectiveAt: later(unit.effectiveAt, row.effectiveAt),
    handling: unit.handling ?? row.handling,
    isLate: unit.isLate || row.isLate,
    onlyCorrections: unit.onlyCorrections && row.onlyCorrections,
    issuers: [...new Set([...unit.issuers, ...row.issuers])],
  };
}

function lossOf(stored: unknown): Loss | null {
  return loss.safeParse(stored).data ?? null;
}

/** The decisions about all deliveries of a key, as `change` would have them; nothing is written. */
export async function decideKey(
  reader: Reader,
  key: DeliveryKey,
  change: (unit: DeliveryUnit) => DeliveryUnit = (unit) => unit,
): Promise<{ units: StoredUnit[]; decisions: Map<bigint, Decision>; comparisons: Map<bigint, string> }> {
  const units = await readUnits(reader, key);
  const stored = new Map(units.map((unit) => [unit.id, unit]));
  const comparisons = new Map<bigint, string>();
  const compare: CompareDeliveries = async ({ bases, appended }, next) => {
    const own = stored.get(next.id);
    const against = [bases, appended].map((units) => units.flatMap(({ ids }) => ids).join('+')).join(' and ');
    comparisons.set(next.id, against);
    if (own?.losses && own.comparedWith === against) return own.losses;
    const issuers = [...bases, ...appended].flatMap(({ id }) => stored.get(id)?.issuers ?? []);
    return compareDeliveries(
      await readCompared(
        reader,
        {
          base: bases.flatMap(({ ids }) => ids),
          appended: appended.flatMap(({ ids }) => ids),
          issuers: [...new Set(issuers)],
          deliveredAt: new Date(Math.max(...bases.map((each) => each.deliveredAt.getTime()))),
        },
        { base: next.ids, issuers: own?.issuers ?? [] },
      ),
    );
  };
  const decisions = await decideDeliveries(key.month, units.map(change), compare);
  return { units, decisions, comparisons };
}

/**
 * Decides anew which deliveries of a key count and writes it. To be called in the transaction of whatever changed, which
 * holds the source's lock. Throws `conflict` when rows that would have to count again were deleted by age.
 */
export async function settleKey(tx: Transaction, key: DeliveryKey, now: Date): Promise<void> {
  const { units, decisions, comparisons } = await decideKey(tx, key);
  await refuseDeleted(
    tx,
    key,
    units.filter(({ id }) => counts(decisions.get(id))).flatMap(({ ids }) => ids),
  );
  const rows = units.flatMap((unit) => {
    const decision = decisions.get(unit.id);
    if (!decision) return [];
    return unit.ids.map((id) => ({
      id: String(id),
      standing: decision.standing,
      question: decision.question,
      losses: id === unit.id ? decision.loss : null,
      compared_with: id === unit.id ? (comparisons.get(unit.id) ?? null) : null,
    }));
  });
  await tx.$executeRaw`
    UPDATE bill_deliveries d
    SET standing = n.standing::"DeliveryStanding", question = n.question, losses = n.losses, compared_with = n.compared_with,
      standing_at = CASE WHEN d.standing::text = n.standing THEN d.standing_at ELSE ${now} END
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS n(id bigint, standing text, question jsonb, losses jsonb, compared_with text)
    WHERE d.id = n.id AND (d.standing::text, d.question, d.losses, d.compared_with)
      IS DISTINCT FROM (n.standing, n.question, n.losses, n.compared_with)`;
  const bases = units.filter(({ id }) => decisions.get(id)?.standing === 'base');
  await noteSeen(
    tx,
    bases.flatMap(({ ids }) => ids),
  );
}

export function counts(decision: Decision | undefined): boolean {
  return decision?.standing === 'base' || decision?.standing === 'appended';
}

/** What was replaced can come back only while its rows are kept: throws `conflict` when they are not. */
export async function refuseDeleted(reader: Reader, { month }: DeliveryKey, ids: bigint[]): Promise<void> {
  const rows = await reader.$queryRaw<{ import_id: bigint }[]>`
    SELECT import_id FROM bill_deliveries
    WHERE id = ANY(${ids}::bigint[]) AND to_regclass('charges_' || import_id) IS NULL LIMIT 1`;
  const deleted = rows[0];
  if (!deleted) return;
  throw new AppError(
    'conflict',
    `the rows of import ${deleted.import_id} that would count again for ${month.toISOString().slice(0, 7)} were deleted by age (Settings, Retention)`,
  );
}

/** Whether the import `i` is one delivery with `own`, or is itself; both of one source. */
const IS_OF_DELIVERY = Prisma.sql`(i.id = own.id
  OR (i.delivery = own.delivery AND i.withdrawn_at IS NOT DISTINCT FROM own.withdrawn_at))`;

/** The keys of an import, and of the imports that share its delivery. */
export async function readKeysOf(reader: Reader, importId: bigint): Promise<DeliveryKey[]> {
  return reader.$queryRaw<DeliveryKey[]>`
    SELECT DISTINCT i.source_id AS "sourceId", d.billing_account AS "billingAccount", d.month
    FROM imports own
    JOIN imports i ON i.source_id = own.source_id AND i.state = 'done'
      AND ${IS_OF_DELIVERY}
    JOIN bill_deliveries d ON d.import_id = i.id
    WHERE own.id = ${importId} ORDER BY 2, 3`;
}

/** What counts of a key and was never asked about has replaced what was before: a setting says so from now on. */
export async function keepCounting(
  tx: Transaction,
  { sourceId, billingAccount, month }: DeliveryKey,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE bill_deliveries d SET handling = 'overwrite' FROM imports i
    WHERE i.id = d.import_id AND i.source_id = ${sourceId}::uuid AND d.billing_account = ${billingAccount}
      AND d.month = ${month}::date AND d.standing = 'base' AND d.handling IS NULL`;
}

/** The imports that are one delivery with this one, itself among them. */
export async function readPartsOf(reader: Reader, importId: bigint): Promise<bigint[]> {
  const rows = await reader.$queryRaw<{ id: bigint }[]>`
    SELECT i.id FROM imports own JOIN imports i ON i.source_id = own.source_id AND i.state = 'done'
      AND ${IS_OF_DELIVERY}
    WHERE own.id = ${importId}`;
  return rows.map(({ id }) => id);
}

/** Marks the deliveries of an import that came after something later already counted. */
export async function markLate(tx: Transaction, importId: bigint): Promise<void> {
  await tx.$executeRaw`
    UPDATE bill_deliveries d SET is_late = true
    FROM imports i
    WHERE i.id = d.import_id AND i.id = ${importId} AND EXISTS (
      SELECT FROM bill_deliveries other JOIN imports o ON o.id = other.import_id
      WHERE o.source_id = i.source_id AND o.id <> i.id AND (o.delivery IS NULL OR o.delivery IS DISTINCT FROM i.delivery)
        AND other.billing_account = d.billing_account AND other.month = d.month
        AND other.standing IN ('base', 'appended')
        AND GREATEST(other.effective_at, other.delivered_at) > d.effective_at)`;
}

const WAITING = Prisma.sql`
  SELECT d.id::text AS "deliveryId", d.import_id::text AS "importId", d.billing_account AS "billingAccount",
    to_char(d.month, 'YYYY-MM') AS month, d.question
  FROM bill_deliveries d JOIN imports i ON i.id = d.import_id AND i.state = 'done'`;

/** What waits of the delivery that an import is, or is a part of: each billing account and month once. */
export async function readWaitingOfDelivery(reader: Reader, importId: bigint): Promise<WaitingDelivery[]> {
  return reader.$queryRaw<WaitingDelivery[]>`
    SELECT DISTINCT ON (month, "billingAccount") waiting.* FROM (
      ${WAITING} JOIN imports own ON own.id = ${importId} AND own.source_id = i.source_id AND ${IS_OF_DELIVERY}
      WHERE d.standing = 'waiting' ORDER BY d.id) waiting
    ORDER BY month, "billingAccount", "deliveryId"::bigint`;
}

/** What of imports waits for an answer, by import. */
export async function readWaitingOfImports(
  reader: Reader,
  importIds: bigint[],
): Promise<Map<bigint, WaitingDelivery[]>> {
  const rows = await reader.$queryRaw<WaitingDelivery[]>`
    ${WAITING} WHERE d.import_id = ANY(${importIds}::bigint[]) AND d.standing = 'waiting' ORDER BY d.month, d.billing_account`;
  const byImport = new Map<bigint, WaitingDelivery[]>();
  for (const row of rows) {
    const id = BigInt(row.importId);
    byImport.set(id, [...(byImport.get(id) ?? []), row]);
  }
  return byImport;
}

/** The waiting deliveries of a source. */
export async function readWaitingOfSource(reader: Reader, sourceId: string): Promise<WaitingDelivery[]> {
  return reader.$queryRaw<WaitingDelivery[]>`
    ${WAITING} WHERE i.source_id = ${sourceId}::uuid AND d.standing = 'waiting' ORDER BY d.id`;
}

type FoundDelivery = DeliveryKey & { importId: string; question: Question | null };

/** A delivery as its answer needs it; null when there is none. */
export async function findWaiting(reader: Reader, deliveryId: bigint): Promise<FoundDelivery | null> {
  const rows = await reader.$queryRaw<FoundDelivery[]>`
    SELECT i.source_id AS "sourceId", d.billing_account AS "billingAccount", d.month, d.import_id::text AS "importId", d.question
    FROM bill_deliveries d JOIN imports i ON i.id = d.import_id AND i.state = 'done' WHERE d.id = ${deliveryId}`;
  return rows[0] ?? null;
}

/** Marks an import, and the other parts of its delivery, as undone; how many there were. */
export async function markWithdrawn(
  tx: Transaction,
  importId: bigint,
  { actor, now }: { actor: string; now: Date },
): Promise<number> {
  return tx.$executeRaw`
    UPDATE imports i SET withdrawn_at = ${now}, withdrawn_by = ${actor}
    FROM imports own
    WHERE own.id = ${importId} AND own.withdrawn_at IS NULL AND i.source_id = own.source_id AND i.state = 'done'
      AND i.withdrawn_at IS NULL AND (i.id = own.id OR i.delivery = own.delivery)`;
}

type Answer = {
  deliveryId: bigint;
  handling: NonNullable<DeliveryUnit['handling']>;
  effectiveAt: Date | null; // a new place in the order; null: the one it has
  actor: string;
  note: string | null;
  now: Date;
};

/** Writes an answer on every file of the delivery, for its billing account and month. */
export async function writeAnswer(tx: Transaction, answer: Answer): Promise<void> {
  await tx.$executeRaw`
    UPDATE bill_deliveries d
    SET handling = ${answer.handling}::"DeliveryHandling", answered_by = ${answer.actor}, answered_at = ${answer.now},
      note = ${answer.note}, effective_at = CASE WHEN ${answer.effectiveAt}::timestamptz IS NULL THEN d.effective_at
        ELSE GREATEST(${answer.effectiveAt}::timestamptz, (
          SELECT max(counting.effective_at) + interval '1 millisecond'
          FROM bill_deliveries counting JOIN imports ci ON ci.id = counting.import_id
          WHERE ci.source_id = oi.source_id AND counting.billing_account = own.billing_account
            AND counting.month = own.month AND counting.standing IN ('base', 'appended'))) END
    FROM bill_deliveries own JOIN imports oi ON oi.id = own.import_id, imports i
    WHERE own.id = ${answer.deliveryId} AND i.id = d.import_id AND i.source_id = oi.source_id AND i.state = 'done'
      AND d.billing_account = own.billing_account AND d.month = own.month
      AND (d.id = own.id OR i.id = oi.id
        OR (i.delivery = oi.delivery AND i.withdrawn_at IS NOT DISTINCT FROM oi.withdrawn_at))`;
}

/** What waits for an answer in the sources that are on, the longest first; the parts of a delivery are one. */
export async function readAllWaiting(
  reader: Reader,
  limit: number,
): Promise<{ sourceId: string; source: string; month: Date; question: Question; since: Date }[]> {
  return reader.$queryRaw`
    SELECT * FROM (
      SELECT DISTINCT ON (s.id, COALESCE(i.delivery, 'import ' || i.id), d.billing_account, d.month)
        s.id::text AS "sourceId", s.name AS source, d.month, d.question, d.standing_at AS since
      FROM bill_deliveries d JOIN imports i ON i.id = d.import_id JOIN sources s ON s.id = i.source_id
      WHERE d.standing = 'waiting' AND s.enabled
      ORDER BY s.id, COALESCE(i.delivery, 'import ' || i.id), d.billing_account, d.month, d.id) waiting
    ORDER BY since, "sourceId", month LIMIT ${limit}::int`;
}
