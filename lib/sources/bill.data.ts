import type { Reader } from '@/lib/core/db';

/** The deliveries that count: of each (billing account, period) those of the newest delivery whose parts are all here. */
export type CurrentDelivery = {
  id: bigint;
  importId: bigint;
  billingAccount: string;
  periodStart: Date;
  periodEnd: Date;
  deliveredAt: Date;
  chargedFrom: Date;
  chargedThrough: Date;
  rows: bigint;
};

export async function readCurrentDeliveries(reader: Reader, sourceId: string): Promise<CurrentDelivery[]> {
  return reader.$queryRaw<CurrentDelivery[]>`
    WITH received AS (
      SELECT i.id, i.parts, COALESCE(i.delivery, 'import ' || i.id) AS name,
        max(i.delivered_at) OVER same AS delivered_at, max(i.id) OVER same AS newest, count(*) OVER same AS here
      FROM imports i WHERE i.source_id = ${sourceId}::uuid AND i.state = 'done'
      WINDOW same AS (PARTITION BY COALESCE(i.delivery, 'import ' || i.id))),
    ranked AS (
      SELECT d.*, r.delivered_at AS delivery_at,
        dense_rank() OVER (PARTITION BY d.billing_account, d.period_start ORDER BY r.delivered_at DESC, r.newest DESC) AS place
      FROM bill_deliveries d JOIN received r ON r.id = d.import_id AND r.here = r.parts)
    SELECT id, import_id AS "importId", billing_account AS "billingAccount", period_start AS "periodStart",
      period_end AS "periodEnd", delivery_at AS "deliveredAt", charged_from AS "chargedFrom",
      charged_through AS "chargedThrough", rows
    FROM ranked WHERE place = 1 ORDER BY id`;
}

export type DeliveryAccountRow = {
  deliveryId: bigint;
  billingAccount: string;
  deliveredAt: Date;
  provider: string;
  account: string;
  rows: number;
  chargedFrom: Date;
  chargedThrough: Date;
};

/** What every delivery of a source since `since`, superseded ones too, told of its accounts. */
export async function readDeliveryAccounts(
  reader: Reader,
  sourceId: string,
  since: Date,
): Promise<DeliveryAccountRow[]> {
  return reader.$queryRaw<DeliveryAccountRow[]>`
    SELECT a.delivery_id AS "deliveryId", d.billing_account AS "billingAccount", d.delivered_at AS "deliveredAt",
      a.provider, a.account, a.rows::float8 AS rows, a.charged_from AS "chargedFrom", a.charged_through AS "chargedThrough"
    FROM delivery_accounts a
    JOIN bill_deliveries d ON d.id = a.delivery_id
    JOIN imports i ON i.id = d.import_id AND i.state = 'done'
    WHERE i.source_id = ${sourceId}::uuid AND a.charged_through > ${since}
    ORDER BY a.delivery_id, a.provider, a.account`;
}
