import type { Reader } from '@/lib/core/db';
import { Prisma } from '@/prisma/generated/client';
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

/** One billing account and month that several sources tell of; only the first of `sourceIds` counts. */
export type SharedMonth = { billingAccount: string; month: Date; sourceIds: string[] };

/**
 * The billing accounts and months that more than one enabled source tells of, the one whose base is newest first in
 * each. They are the same money: totals count the first.
 */
export async function readSharedMonths(reader: Reader): Promise<SharedMonth[]> {
  return reader.$queryRaw<SharedMonth[]>`
    SELECT billing_account AS "billingAccount", month,
      array_agg(source_id::text ORDER BY effective_at DESC, id DESC) AS "sourceIds"
    FROM (
      SELECT DISTINCT ON (i.source_id, d.billing_account, d.month) i.source_id, d.billing_account, d.month,
        d.effective_at, d.id
      FROM bill_deliveries d JOIN imports i ON i.id = d.import_id JOIN sources s ON s.id = i.source_id
      WHERE d.standing = 'base' AND s.enabled
      ORDER BY i.source_id, d.billing_account, d.month, d.effective_at DESC, d.id DESC) base
    GROUP BY billing_account, month HAVING count(*) > 1 ORDER BY billing_account, month`;
}

/** What counts over all sources that are on, each billing account and month once. */
export async function readCountedDeliveries(reader: Reader): Promise<CurrentDelivery[]> {
  const current = await reader.$queryRaw<CurrentDelivery[]>`
    ${CURRENT} AND EXISTS (SELECT FROM sources s WHERE s.id = i.source_id AND s.enabled) ORDER BY d.id`;
  const firsts = new Map(
    (await readSharedMonths(reader)).map(({ billingAccount, month, sourceIds }) => [
      keyOf(billingAccount, month),
      sourceIds[0],
    ]),
  );
  return current.filter(({ billingAccount, month, sourceId }) => {
    const first = firsts.get(keyOf(billingAccount, month));
    return first === undefined || first === sourceId;
  });
}

function keyOf(billingAccount: string, month: Date): string {
  return `${month.toISOString().slice(0, 7)} ${billingAccount}`;
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
