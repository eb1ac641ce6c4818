import type { Reader } from '@/lib/core/db';
import { Prisma } from '@/prisma/generated/client';
import { countOnce, type SharedMonth, type Speaking, sharedMonths } from './counted-once';
import type { Loss } from './losses';

/**
 * The deliveries that count: of each (billing account, month) the base and what was appended to it
 * (delivery-order.ts decides). Only the base moves the data date, coverage, first charge and last seen.
 */
export type CurrentDelivery = {
  id: bigint;
  importId: bigint;
  sourceId: string;
  billingAccount: string;
  month: Date;
  periodStart: Date;
  periodEnd: Date;
  deliveredAt: Date;
  effectiveAt: Date;
  chargedFrom: Date;
  chargedThrough: Date;
  rows: bigint;
  isBase: boolean;
  losses: Loss | null; // of a base, against what it replaced
};

const CURRENT = Prisma.sql`
  SELECT d.id, d.import_id AS "importId", i.source_id AS "sourceId", d.billing_account AS "billingAccount", d.month,
    d.period_start AS "periodStart", d.period_end AS "periodEnd", d.delivered_at AS "deliveredAt",
    d.effective_at AS "effectiveAt", d.charged_from AS "chargedFrom", d.charged_through AS "chargedThrough", d.rows,
    d.standing = 'base' AS "isBase", d.losses
  FROM bill_deliveries d JOIN imports i ON i.id = d.import_id
  WHERE d.standing IN ('base', 'appended')`;

export async function readCurrentDeliveries(reader: Reader, sourceId: string): Promise<CurrentDelivery[]> {
  return reader.$queryRaw<CurrentDelivery[]>`
    ${CURRENT} AND i.source_id = ${sourceId}::uuid ORDER BY d.id`;
}

type Counting = CurrentDelivery & Speaking;

/** Every delivery that counts in a source that is on. */
export async function readSpeaking(reader: Reader): Promise<Counting[]> {
  return reader.$queryRaw<Counting[]>`
    SELECT c.*, c.id AS "deliveryId",
      ARRAY(SELECT DISTINCT a.provider FROM delivery_accounts a WHERE a.delivery_id = c.id) AS providers
    FROM (${CURRENT} AND EXISTS (SELECT FROM sources s WHERE s.id = i.source_id AND s.enabled)) c ORDER BY c.id`;
}

/** The months that more than one source tells of: they are the same money, and totals count the first. */
export async function readSharedMonths(reader: Reader): Promise<SharedMonth[]> {
  return sharedMonths(await readSpeaking(reader));
}

/** What counts over all sources that are on, each billing account and month once. */
export async function readCountedDeliveries(reader: Reader): Promise<CurrentDelivery[]> {
  const speaking = await readSpeaking(reader);
  const counted = new Set(countOnce(speaking).map(({ deliveryId }) => deliveryId));
  return speaking.filter(({ id }) => counted.has(id));
}

export type DeliveryAccountRow = {
  deliveryId: bigint;
  billingAccount: string;
  provider: string;
  account: string;
  rows: number;
  chargedFrom: Date;
  chargedThrough: Date;
};

/** What the bases of a source since `since`, superseded ones too, told of their accounts. */
export async function readDeliveryAccounts(
  reader: Reader,
  sourceId: string,
  since: Date,
): Promise<DeliveryAccountRow[]> {
  return reader.$queryRaw<DeliveryAccountRow[]>`
    SELECT a.delivery_id AS "deliveryId", d.billing_account AS "billingAccount",
      a.provider, a.account, a.rows::float8 AS rows, a.charged_from AS "chargedFrom", a.charged_through AS "chargedThrough"
    FROM delivery_accounts a
    JOIN bill_deliveries d ON d.id = a.delivery_id
    JOIN imports i ON i.id = d.import_id AND i.state = 'done'
    WHERE i.source_id = ${sourceId}::uuid AND a.charged_through > ${since}
      AND (d.standing = 'base' OR (d.standing = 'superseded' AND d.handling IS DISTINCT FROM 'append'))
    ORDER BY a.delivery_id, a.provider, a.account`;
}
