import type { Reader } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import type { Page } from '@/lib/core/list';
import { readPage, type SortColumn } from '@/lib/core/page';
import { Prisma } from '@/prisma/generated/client';
import { readCountedDeliveries } from './bill.data';
import type {
  ChargesFilter,
  ChargeTotals,
  ChargeView,
  ListChargesInput,
  TotalChargesInput,
} from './views.schema';

/** The rows behind a number: what the bills charge for one resource. */
export const CHARGE_SORTS: Record<string, SortColumn> = {
  start: { expression: Prisma.sql`c.charge_start`, cast: 'timestamptz' },
  effective: { expression: Prisma.sql`c.effective_cost`, cast: 'numeric' },
  billed: { expression: Prisma.sql`c.billed_cost`, cast: 'numeric' },
  meter: { expression: Prisma.sql`COALESCE(c.meter, '')`, cast: 'text' },
};
// A line stands once in an import, and a delivery is of one import.
export const CHARGE_ID: SortColumn = {
  expression: Prisma.sql`(c.delivery_id::numeric * 1000000000000 + c.line)`,
  cast: 'numeric',
};
export const CHARGES = Prisma.sql`charges c
  JOIN bill_deliveries d ON d.id = c.delivery_id JOIN imports i ON i.id = d.import_id`;
export const CHARGE_COLUMNS = Prisma.sql`c.delivery_id, c.line, c.charge_start, c.charge_end, c.account, c.service, c.meter, c.sku,
  c.description, c.category, c.class, c.consumed_quantity::text AS quantity, c.consumed_unit AS unit,
  c.list_cost::text AS list_cost, c.contracted_cost::text AS contracted_cost, c.effective_cost::text AS effective_cost,
  c.billed_cost::text AS billed_cost, c.currency, c.commitment_key, c.commitment_status, c.host_key,
  d.billing_account, d.delivered_at, d.import_id, i.file_name`;

export type ChargeRow = {
  delivery_id: bigint;
  line: bigint;
  charge_start: Date;
  charge_end: Date;
  account: string;
  service: string | null;
  meter: string | null;
  sku: string | null;
  description: string | null;
  category: string;
  class: string | null;
  quantity: string | null;
  unit: string | null;
  list_cost: string | null;
  contracted_cost: string | null;
  effective_cost: string;
  billed_cost: string;
  currency: string;
  commitment_key: string | null;
  commitment_status: string | null;
  host_key: string | null;
  billing_account: string;
  delivered_at: Date;
  import_id: bigint;
  file_name: string;
};

/** Charges of a resource, the latest first. Throws `not_found` when there is no such resource or snapshot. */
export async function listCharges(reader: Reader, input: ListChargesInput): Promise<Page<ChargeView>> {
  const current = await currentIds(reader);
  const { rows, nextCursor } = await readPage<ChargeRow>(reader, {
    select: CHARGE_COLUMNS,
    from: CHARGES,
    where: await conditionsOf(reader, input, current),
    sorts: CHARGE_SORTS,
    defaultSort: '-start',
    id: CHARGE_ID,
    list: input,
  });
  const named = await readNamed(reader, rows);
  const isCurrent = new Set(current);
  const items = rows.map((row) => chargeViewOf(row, named, isCurrent.has(row.delivery_id)));
  return { items, nextCursor };
}

/** What that list comes to, a currency at a time. */
export async function totalCharges(reader: Reader, input: TotalChargesInput): Promise<ChargeTotals> {
  const where = await conditionsOf(reader, input, await currentIds(reader));
  const items = await reader.$queryRaw<ChargeTotals['items']>`
    SELECT c.currency, count(*)::int AS rows, trim_scale(sum(c.effective_cost))::text AS "effectiveCost",
      trim_scale(sum(c.billed_cost))::text AS "billedCost",
      trim_scale(COALESCE(sum(c.list_cost), 0))::text AS "listCost"
    FROM ${CHARGES} WHERE ${Prisma.join(where, ' AND ')} GROUP BY c.currency ORDER BY c.currency`;
  return { items } satisfies ChargeTotals;
}

/** The deliveries that count today, over all sources, each billing account and month once. */
async function currentIds(reader: Reader): Promise<bigint[]> {
  return (await readCountedDeliveries(reader)).map(({ id }) => id);
}

async function conditionsOf(
  reader: Reader,
  input: ChargesFilter & { q?: string },
  current: bigint[],
): Promise<Prisma.Sql[]> {
  const where = [await ofResource(reader, input.id)];
  const deliveries = await deliveriesOf(reader, input, current);
  if (deliveries) where.push(Prisma.sql`c.delivery_id = ANY(${deliveries}::bigint[])`);
  if (input.from) {
    const from = new Date(input.from);
    where.push(Prisma.sql`(c.charge_end > ${from} OR c.charge_start >= ${from})`); // of no length: of its day
  }
  if (input.to) where.push(Prisma.sql`c.charge_start < ${new Date(input.to)}`);
  if (input.meter) where.push(Prisma.sql`c.meter = ${input.meter}`);
  return [...where, ...kindOfCharge(input)];
}

/** What kind of charge, and a text to look for: in every list of charges. */
export function kindOfCharge(
  input: Pick<ChargesFilter, 'category' | 'class'> & { q?: string },
): Prisma.Sql[] {
  const where: Prisma.Sql[] = [];
  if (input.category) where.push(Prisma.sql`c.category = ${input.category}`);
  if (input.class) {
    where.push(input.class === 'none' ? Prisma.sql`c.class IS NULL` : Prisma.sql`c.class = ${input.class}`);
  }
  if (input.q) {
    where.push(
      Prisma.sql`strpos(lower(concat_ws(' ', c.service, c.meter, c.sku, c.description)), lower(${input.q})) > 0`,
    );
  }
  return where;
}

/** The deliveries that are asked for; null for all. */
async function deliveriesOf(
  reader: Reader,
  { snapshotId, all }: ChargesFilter,
  current: bigint[],
): Promise<bigint[] | null> {
  if (snapshotId === undefined) return all ? null : current;
  const snapshot = await reader.snapshot.findUnique({
    where: { id: BigInt(snapshotId) },
    select: { deliveries: { select: { deliveryId: true } } },
  });
  if (!snapshot) throw new AppError('not_found', `there is no snapshot ${snapshotId}`);
  return snapshot.deliveries.map(({ deliveryId }) => deliveryId);
}

/** By every spelling of the resource. What uses a commitment stands on other resources' rows. */
async function ofResource(reader: Reader, resourceId: string): Promise<Prisma.Sql> {
  const keys = await reader.$queryRaw<{ key: string; is_commitment: boolean }[]>`
    SELECT k.key, EXISTS (SELECT FROM delivery_resources r WHERE r.key = k.key AND r.is_commitment) AS is_commitment
    FROM resource_keys k WHERE k.resource_id = ${BigInt(resourceId)}`;
  if (keys.length === 0) throw new AppError('not_found', `there is no resource ${resourceId}`);
  const own = keys.map(({ key }) => key);
  return keys.some((key) => key.is_commitment)
    ? Prisma.sql`(c.resource_key = ANY(${own}::uuid[]) OR c.commitment_key = ANY(${own}::uuid[]))`
    : Prisma.sql`c.resource_key = ANY(${own}::uuid[])`;
}

type Named = Map<string, { resourceId: string; nativeId: string }>;

/** The commitments and hosts that these rows name beside their resource. */
export async function readNamed(reader: Reader, rows: ChargeRow[]): Promise<Named> {
  const named = rows.flatMap(({ commitment_key, host_key }) => [commitment_key, host_key]);
  const keys = [...new Set(named.filter((key) => key !== null))];
  if (keys.length === 0) return new Map();
  const found = await reader.$queryRaw<{ key: string; id: bigint; native_id: string }[]>`
    SELECT k.key, r.id, r.native_id FROM resource_keys k JOIN resources r ON r.id = k.resource_id
    WHERE k.key = ANY(${keys}::uuid[])`;
  return new Map(found.map((row) => [row.key, { resourceId: String(row.id), nativeId: row.native_id }]));
}

export function chargeViewOf(row: ChargeRow, named: Named, isCurrent: boolean): ChargeView {
  return {
    id: `${row.delivery_id}-${row.line}`,
    chargeStart: row.charge_start.toISOString(),
    chargeEnd: row.charge_end.toISOString(),
    service: row.service,
    meter: row.meter,
    sku: row.sku,
    description: row.description,
    category: row.category,
    class: row.class,
    quantity: row.quantity,
    unit: row.unit,
    listCost: row.list_cost,
    contractedCost: row.contracted_cost,
    effectiveCost: row.effective_cost,
    billedCost: row.billed_cost,
    currency: row.currency,
    commitment: commitmentOf(row, named),
    host: row.host_key === null ? null : (named.get(row.host_key) ?? NOT_KNOWN),
    account: row.account,
    billingAccount: row.billing_account,
    importId: String(row.import_id),
    deliveryId: String(row.delivery_id),
    deliveredAt: row.delivered_at.toISOString(),
    fileName: row.file_name,
    line: Number(row.line),
    isCurrent,
  } satisfies ChargeView;
}

const NOT_KNOWN = { resourceId: null, nativeId: null };

function commitmentOf(row: ChargeRow, named: Named): ChargeView['commitment'] {
  if (row.commitment_key === null) return null;
  const { resourceId, nativeId } = named.get(row.commitment_key) ?? NOT_KNOWN;
  return { resourceId, nativeId, status: row.commitment_status };
}
