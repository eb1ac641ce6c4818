import type { Reader } from '@/lib/core/db';
import { chosenBy } from '@/lib/deliveries/choice.data';
import type { ReplayInput } from '@/lib/deliveries/schema';
import { type DeliveryKind, Prisma } from '@/prisma/generated/client';
import type { PendingDelivery } from './drain.data';

export type Chosen = PendingDelivery & { senderId: string };

/** What can be worked on again: it has its place in the order of a key, and has come to an end. */
const SETTLED = Prisma.sql`d.state IN ('done', 'dead', 'skipped')`;

export async function countChosen(
  reader: Reader,
  { ids, filter }: ReplayInput,
): Promise<{ deliveries: number; records: number }> {
  const [counted] = await reader.$queryRaw<{ deliveries: number; records: number }[]>`
    SELECT count(*)::int AS deliveries, count(DISTINCT (d.sender_id, d.key))::int AS records
    FROM deliveries d WHERE ${chosenBy({ ids, filter })} AND ${SETTLED}`;
  return counted ?? { deliveries: 0, records: 0 };
}

/** The oldest of them, in the order in which they would be worked on; as newest, each after all that its key has. */
export async function sampleChosen(
  reader: Reader,
  { ids, filter, mode }: ReplayInput,
  limit: number,
): Promise<Chosen[]> {
  type Row = {
    id: bigint;
    senderId: string;
    key: string;
    kind: DeliveryKind;
    seq: bigint;
    origin: bigint | null;
    at: Date;
    body: Uint8Array;
  };
  const rows = await reader.$queryRaw<Row[]>`
    SELECT d.id, d.sender_id::text AS "senderId", d.key, d.kind::text AS kind, d.received_at AS at, d.body,
      CASE WHEN ${mode === 'newest'} THEN k.last_seq + row_number() OVER (PARTITION BY d.sender_id, d.key ORDER BY d.id)
        ELSE d.seq END AS seq,
      CASE WHEN d.kind = 'release' THEN o.seq END AS origin
    FROM deliveries d JOIN delivery_keys k ON k.sender_id = d.sender_id AND k.key = d.key
    LEFT JOIN deliveries o ON o.id = d.origin_id AND o.kind <> 'release'
    WHERE ${chosenBy({ ids, filter })} AND ${SETTLED} ORDER BY d.id LIMIT ${limit}`;
  return rows
    .map(({ id, senderId, key, kind, seq, origin, at, body }) => ({
      ...{ id: String(id), senderId, key, kind, attempts: 0, isPutOff: false, receivedAt: at },
      place: Number(seq),
      originPlace: origin === null ? null : Number(origin),
      body: Buffer.from(body).toString('utf8'),
    }))
    .sort((one, other) => one.place - other.place);
}
