import { z } from 'zod';
import type { Reader } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import type { Page } from '@/lib/core/list';
import { readPage } from '@/lib/core/page';
import { type Delivery, Prisma } from '@/prisma/generated/client';
import { conditionOfText, conditionsOf } from './choice.data';
import {
  type DeliveryDetail,
  type DeliveryView,
  deliveryNote,
  fieldChange,
  type ListDeliveriesInput,
} from './schema';

/** What people see of deliveries. */
type Row = Pick<
  Delivery,
  | 'id'
  | 'senderId'
  | 'kind'
  | 'key'
  | 'seq'
  | 'receivedAt'
  | 'size'
  | 'state'
  | 'outcome'
  | 'reason'
  | 'attempts'
  | 'fieldNames'
  | 'settledAt'
  | 'repeatsId'
  | 'originId'
  | 'requestedBy'
> & { senderName: string };

const SELECT = Prisma.sql`d.id, d.sender_id::text AS "senderId", c.name AS "senderName", d.kind::text AS kind, d.key,
  d.seq, d.received_at AS "receivedAt", d.size, d.state::text AS state, d.outcome::text AS outcome, d.reason, d.attempts,
  d.field_names AS "fieldNames", d.settled_at AS "settledAt", d.repeats_id AS "repeatsId", d.origin_id AS "originId",
  d.requested_by AS "requestedBy"`;
const FROM = Prisma.sql`deliveries d JOIN connections c ON c.id = d.sender_id`;
const ID = { expression: Prisma.sql`d.id`, cast: 'bigint' } as const;

/** Deliveries a page at a time, the newest first: ids are in the order of arrival. */
export async function listDeliveries(
  reader: Reader,
  input: ListDeliveriesInput,
): Promise<Page<DeliveryView>> {
  const { rows, nextCursor } = await readPage<Row>(reader, {
    select: SELECT,
    from: FROM,
    where: [Prisma.sql`true`, ...conditionsOf(input), ...(input.q ? [conditionOfText(input.q)] : [])],
    sorts: { receivedAt: ID },
    defaultSort: '-receivedAt',
    id: ID,
    list: input,
  });
  return { items: rows.map(viewOf), nextCursor };
}

const id = z.string().regex(/^\d{1,18}$/);
const headersShape = z.record(z.string(), z.string());

/** One delivery as it came. Throws `not_found`. */
export async function readDelivery(reader: Reader, deliveryId: string): Promise<DeliveryDetail> {
  const row = id.safeParse(deliveryId).success
    ? await reader.delivery.findUnique({ where: { id: BigInt(deliveryId) }, include: { sender: true } })
    : null;
  if (!row) throw new AppError('not_found', `there is no delivery ${deliveryId}`);
  const { sender, ...delivery } = row;
  return {
    ...viewOf({ ...delivery, senderName: sender.name }),
    body: Buffer.from(delivery.body).toString('utf8'),
    isCut: delivery.size > delivery.body.byteLength,
    sha256: delivery.sha256,
    headers: headersShape.parse(delivery.headers),
    messageId: delivery.messageId,
    sentAt: delivery.sentAt?.toISOString() ?? null,
    writes: z.array(fieldChange).parse(delivery.writes ?? []),
    notes: z.array(deliveryNote).parse(delivery.notes ?? []),
    blocks: await countBehind(reader, delivery),
    quarantine: await readQuarantine(reader, delivery.id),
  } satisfies DeliveryDetail;
}

async function countBehind(
  reader: Reader,
  delivery: Pick<Delivery, 'id' | 'senderId' | 'key'>,
): Promise<number> {
  const { senderId, key } = delivery;
  if (key === null) return 0;
  const blocked = await reader.deliveryKey.count({ where: { senderId, key, blockedBy: delivery.id } });
  return blocked === 0 ? 0 : reader.delivery.count({ where: { senderId, key, state: 'waiting' } });
}

async function readQuarantine(reader: Reader, deliveryId: bigint): Promise<DeliveryDetail['quarantine']> {
  const rows = await reader.quarantinedChange.findMany({
    where: { deliveryId },
    select: { id: true, state: true },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ id: held, state }) => ({ id: String(held), state }));
}

function viewOf(row: Row): DeliveryView {
  return {
    id: String(row.id),
    senderId: row.senderId,
    senderName: row.senderName,
    kind: row.kind,
    key: row.key,
    seq: text(row.seq),
    receivedAt: row.receivedAt.toISOString(),
    size: row.size,
    state: row.state,
    outcome: row.outcome,
    reason: row.reason,
    attempts: row.attempts,
    fieldNames: row.fieldNames,
    settledAt: row.settledAt?.toISOString() ?? null,
    repeatsId: text(row.repeatsId),
    originId: text(row.originId),
    requestedBy: row.requestedBy,
  } satisfies DeliveryView;
}

const text = (value: bigint | null) => (value === null ? null : String(value));
