import { z } from 'zod';
import type { Reader, Transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import type { Page } from '@/lib/core/list';
import { containing, readPage, type SortColumn } from '@/lib/core/page';
import { fieldChange } from '@/lib/deliveries/schema';
import { Prisma, type QuarantinedChange } from '@/prisma/generated/client';
import { keyLock } from './locks.data';
import {
  holdReason,
  type ListQuarantineInput,
  type QuarantineSummary,
  type QuarantineView,
  type SettleAll,
  type SettleFilter,
  type SettlePreview,
} from './quarantine.schema';

const SORTS: Record<string, SortColumn> = {
  heldAt: { expression: Prisma.sql`q.held_at`, cast: 'timestamptz' },
  settledAt: { expression: Prisma.sql`COALESCE(q.settled_at, '-infinity')`, cast: 'timestamptz' },
  key: { expression: Prisma.sql`q.key`, cast: 'text' },
};

/** What rules hold back, the newest first. */
export async function listQuarantine(
  reader: Reader,
  input: ListQuarantineInput,
): Promise<Page<QuarantineView>> {
  const { rows, nextCursor } = await readPage<{ id: bigint }>(reader, {
    select: Prisma.sql`q.id`,
    from: Prisma.sql`quarantined_changes q`,
    where: conditionsOf(input),
    sorts: SORTS,
    defaultSort: '-heldAt',
    id: { expression: Prisma.sql`q.id`, cast: 'bigint' },
    list: input,
  });
  const ids = rows.map(({ id }) => id);
  const found = await reader.quarantinedChange.findMany({ where: { id: { in: ids } }, include: INCLUDE });
  const byId = new Map(found.map((row) => [row.id, row]));
  return { items: ids.flatMap((id) => byId.get(id) ?? []).map(viewOf), nextCursor };
}

/** As conditions on `quarantined_changes q`. */
export function conditionsOf(filter: SettleFilter & Pick<ListQuarantineInput, 'state'>): Prisma.Sql[] {
  const { definitionId, state, rule, key, q } = filter;
  return [
    Prisma.sql`true`,
    ...(definitionId === undefined ? [] : [Prisma.sql`q.definition_id = ${definitionId}::uuid`]),
    ...(state === undefined ? [] : [Prisma.sql`q.state = ${state}::"QuarantineState"`]),
    ...(rule === undefined ? [] : [Prisma.sql`${rule} = ANY(q.rule_names)`]),
    ...(key === undefined ? [] : [Prisma.sql`q.key = ${key}`]),
    ...(q
      ? [Prisma.sql`q.key || ' ' || q.fields::text || ' ' || q.reasons::text ILIKE ${containing(q)}`]
      : []),
  ];
}

/** What all of a filter comes to that is held, and the first of it. */
export async function previewSettling(
  reader: Reader,
  { filter }: Pick<SettleAll, 'filter'>,
): Promise<SettlePreview> {
  const held = Prisma.sql`quarantined_changes q WHERE ${Prisma.join(conditionsOf({ ...filter, state: 'held' }), ' AND ')}`;
  const [counted] = await reader.$queryRaw<{ changes: number; records: number }[]>`
    SELECT count(*)::int AS changes, count(DISTINCT (q.definition_id, q.key))::int AS records FROM ${held}`;
  const byRule = await reader.$queryRaw<{ rule: string; count: number }[]>`
    SELECT rule, count(*)::int AS count FROM (SELECT unnest(q.rule_names) AS rule FROM ${held}) held
    GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20`;
  const { items: sample } = await listQuarantine(reader, {
    ...filter,
    state: 'held',
    sort: 'heldAt',
    limit: 5,
  });
  return { changes: counted?.changes ?? 0, records: counted?.records ?? 0, byRule, sample };
}

const INCLUDE = { definition: { select: { title: true } } } as const;
type Row = QuarantinedChange & { definition: { title: string } };

const fieldsShape = z.array(fieldChange);
const reasonsShape = z.array(holdReason);

function viewOf(row: Row): QuarantineView {
  return {
    id: String(row.id),
    definitionId: row.definitionId,
    definitionTitle: row.definition.title,
    key: row.key,
    deliveryId: String(row.deliveryId),
    isWhole: row.isWhole,
    fields: fieldsShape.parse(row.fields),
    reasons: reasonsShape.parse(row.reasons),
    state: row.state,
    heldAt: row.heldAt.toISOString(),
    settledAt: row.settledAt?.toISOString() ?? null,
    settledBy: row.settledBy,
    note: row.note,
  } satisfies QuarantineView;
}

/** Throws `not_found`. */
export async function readQuarantined(reader: Reader, id: string): Promise<QuarantineView> {
  const row = /^\d{1,18}$/.test(id)
    ? await reader.quarantinedChange.findUnique({ where: { id: BigInt(id) }, include: INCLUDE })
    : null;
  if (!row) throw new AppError('not_found', `there is no quarantined change ${id}`);
  return viewOf(row);
}

/** How many are in each state, and by which rule they are held. */
export async function summariseQuarantine(reader: Reader): Promise<QuarantineSummary> {
  const states = await reader.quarantinedChange.groupBy({ by: ['state'], _count: true });
  const rules = await reader.$queryRaw<{ rule: string; count: number }[]>`
    SELECT rule, count(*)::int AS count FROM quarantined_changes q, unnest(q.rule_names) rule
    WHERE q.state = 'held' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 100`;
  return { byState: states.map(({ state, _count }) => ({ state, count: _count })), byRule: rules };
}

/** The definitions that these changes belong to. */
export async function definitionsOfHeld(reader: Reader, ids: readonly string[]): Promise<string[]> {
  const found = await reader.quarantinedChange.findMany({
    where: { id: { in: ids.map(BigInt) } },
    distinct: ['definitionId'],
    select: { definitionId: true },
  });
  return found.map(({ definitionId }) => definitionId);
}

export type Held = QuarantineView & { senderId: string };

/**
 * The changes of these ids that are still held, each with its key locked against the drain to the end of the transaction,
 * in an order that two who settle many share.
 */
export async function lockHeld(tx: Transaction, ids: readonly string[]): Promise<Held[]> {
  const wanted = ids.map(BigInt);
  await tx.$executeRaw`
    SELECT pg_advisory_xact_lock(lock) FROM (
      SELECT DISTINCT ${Prisma.raw(keyLock('d.sender_id::text', 'q.key'))} AS lock
      FROM quarantined_changes q JOIN sync_definitions d ON d.id = q.definition_id
      WHERE q.id = ANY(${wanted}::bigint[]) ORDER BY 1) locks`;
  const rows = await tx.quarantinedChange.findMany({
    where: { id: { in: wanted }, state: 'held' },
    include: { definition: { select: { title: true, senderId: true } } },
    orderBy: [{ key: 'asc' }, { id: 'asc' }],
  });
  return rows.map((row) => ({ ...viewOf(row), senderId: row.definition.senderId }));
}

type Settlement = {
  state: 'released' | 'rejected';
  by: string;
  note: string;
  now: Date;
  deliveryId?: string;
};

export async function settleHeld(
  tx: Transaction,
  { id, definitionId, key }: Held,
  { state, by, note, now, deliveryId }: Settlement,
): Promise<void> {
  await tx.quarantinedChange.update({
    where: { id: BigInt(id) },
    data: {
      ...{ state, note, settledAt: now, settledBy: by },
      bySettlement: deliveryId === undefined ? null : BigInt(deliveryId),
    },
  });
  // What it held is held no more; the rest of the record stays as it is.
  await tx.$executeRaw`
    UPDATE catalog_records SET updated_at = ${now}, held = COALESCE(
      (SELECT jsonb_object_agg(h.key, h.value) FROM jsonb_each(held) h WHERE h.value <> to_jsonb(${id}::text)), '{}')
    WHERE definition_id = ${definitionId}::uuid AND key = ${key}`;
}

type Release = { body: string; columns: string[]; by: string; now: Date };

/** A delivery of its own with the next place of its key; behind a dead one it waits as any other. Returns its id. */
export async function insertRelease(
  tx: Transaction,
  { senderId, key, deliveryId }: Held,
  { body, columns, by, now }: Release,
): Promise<string> {
  const bytes = Buffer.from(body);
  const rows = await tx.$queryRaw<{ id: string }[]>`
    WITH place AS (
      INSERT INTO delivery_keys (sender_id, key, last_seq) VALUES (${senderId}::uuid, ${key}, 1)
      ON CONFLICT (sender_id, key) DO UPDATE SET last_seq = delivery_keys.last_seq + 1
      RETURNING last_seq, blocked_by)
    INSERT INTO deliveries (sender_id, kind, key, seq, received_at, body, size, sha256, headers, state, field_names,
      origin_id, requested_by)
    SELECT ${senderId}::uuid, 'release', ${key}, last_seq, ${now}, ${bytes}, ${bytes.length},
      encode(sha256(${bytes}::bytea), 'hex'), '{}',
      (CASE WHEN blocked_by IS NULL THEN 'pending' ELSE 'waiting' END)::"DeliveryState", ${columns}, ${BigInt(deliveryId)},
      ${by}
    FROM place RETURNING id::text`;
  return rows[0]?.id ?? '';
}

/** Tells the workers that there is something to do. */
export async function notifyDrains(tx: Transaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify('deliveries', '')`;
}
