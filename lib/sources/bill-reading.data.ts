import { DAY_MS } from '@/lib/core/clock';
import type { Reader } from '@/lib/core/db';
import { type CurrentDelivery, readDeliveryAccounts } from './bill.data';
import type { BillWindow } from './bill-window';
import { monthWords } from './billing-month';
import type { BillReading } from './coverage';
import type { FocusConfig } from './schema';

/** Everything that the coverage of a bill is judged by. */
const TOLD_DAYS = 120;

type Bill = { sourceId: string; config: FocusConfig };
type Current = { deliveries: CurrentDelivery[]; window: BillWindow };

export async function readBillReading(
  reader: Reader,
  { sourceId, config }: Bill,
  { deliveries, window }: Current,
): Promise<BillReading> {
  const bases = deliveries.filter(({ isBase, periodEnd }) => isBase && periodEnd > window.from);
  const since = new Date(window.through.getTime() - TOLD_DAYS * DAY_MS);
  const accounts = await readDeliveryAccounts(reader, sourceId, since);
  return {
    window,
    current: bases.map((base) => ({ ...base, ...spanIn(base), losses: base.losses?.reasons ?? [] })),
    told: accounts,
    refused: await readRefused(reader, bases),
    waiting: await readWaiting(reader, sourceId, bases),
    expectedAccounts: config.expectedAccounts ?? null,
  };
}

/** What a delivery charges outside of its month, such as a year bought in advance, is no reach of it. */
function spanIn({ chargedFrom, chargedThrough, periodStart, periodEnd }: CurrentDelivery) {
  return {
    chargedFrom: chargedFrom > periodStart ? chargedFrom : periodStart,
    chargedThrough: chargedThrough < periodEnd ? chargedThrough : periodEnd,
  };
}

type RefusedRow = {
  importId: bigint;
  billingAccount: string | null;
  month: Date | null;
  provider: string | null;
  account: string | null;
  rows: number;
};

/** Refused rows of the files that count; one whose billing account or month cannot be read may be of any of the file. */
async function readRefused(reader: Reader, bases: CurrentDelivery[]): Promise<BillReading['refused']> {
  const rows = await reader.$queryRaw<RefusedRow[]>`
    SELECT import_id AS "importId", billing_account AS "billingAccount", month, provider, account, rows::int AS rows
    FROM import_refusals WHERE import_id = ANY(${bases.map(({ importId }) => importId)}::bigint[]) ORDER BY id`;
  return rows.flatMap(({ importId, billingAccount, month, provider, account, rows: refused }) => {
    const deliveryIds = bases
      .filter((base) => base.importId === importId)
      .filter((base) => billingAccount === null || base.billingAccount === billingAccount)
      .filter((base) => month === null || base.month.getTime() === month.getTime())
      .map(({ id }) => id);
    const isOwnMonth = deliveryIds.length > 0;
    // A month of which every row was refused is no delivery: the file that was to bring it is.
    const isLost = billingAccount !== null && month !== null && !isOwnMonth;
    return isOwnMonth || isLost ? [{ deliveryIds, provider, account, rows: refused }] : [];
  });
}

async function readWaiting(
  reader: Reader,
  sourceId: string,
  bases: CurrentDelivery[],
): Promise<BillReading['waiting']> {
  const rows = await reader.$queryRaw<
    { billingAccount: string; month: Date; at: Date; isOlder: boolean | null }[]
  >`
    SELECT d.billing_account AS "billingAccount", d.month, min(i.started_at) AS at,
      bool_and(d.question->>'kind' = 'older') AS "isOlder"
    FROM bill_deliveries d JOIN imports i ON i.id = d.import_id
    WHERE i.source_id = ${sourceId}::uuid AND d.standing = 'waiting' GROUP BY 1, 2 ORDER BY 1, 2`;
  return rows.flatMap(({ billingAccount, month, at, isOlder }) => {
    const own = bases.filter(
      (base) => base.billingAccount === billingAccount && base.month.getTime() === month.getTime(),
    );
    const [first] = own;
    if (!first) return [];
    const counted = first.deliveredAt.toISOString().slice(0, 10);
    const reason = `${isOlder ? 'an older' : 'a newer'} delivery of ${billingAccount} for ${monthWords(month)} has waited for an answer since ${at.toISOString().slice(0, 10)}; what counts was delivered on ${counted}`;
    return [{ billingAccount, deliveryIds: own.map(({ id }) => id), reason }];
  });
}
