import { AppError } from '@/lib/core/errors';
import { Prisma } from '@/prisma/generated/client';
import type { DeliveryChoice, DeliveryFilter } from './schema';

/** Which deliveries a filter means, as conditions on `deliveries d`. Every one of them has an index that ends in the id. */
export function conditionsOf({
  senderId,
  state,
  outcome,
  kind,
  key,
  since,
  until,
}: DeliveryFilter): Prisma.Sql[] {
  return [
    ...(senderId ? [Prisma.sql`d.sender_id = ${senderId}::uuid`] : []),
    ...(state ? [Prisma.sql`d.state = ${state}::"DeliveryState"`] : []),
    ...(outcome ? [outcomeIs(outcome)] : []),
    ...(kind ? [kindIs(kind)] : []),
    ...(key === undefined ? [] : [Prisma.sql`d.id IN (${idsOfKey(key)})`]),
    // The bound on the id lets the list begin there: ids are drawn as deliveries come, a moment apart at most.
    ...(since
      ? [
          Prisma.sql`d.received_at >= ${since}::timestamptz`,
          Prisma.sql`d.id >= COALESCE((SELECT o.id FROM deliveries o WHERE o.received_at < ${since}::timestamptz
            - interval '1 minute' ORDER BY o.received_at DESC LIMIT 1), 0)`,
        ]
      : []),
    ...(until
      ? [
          Prisma.sql`d.received_at < ${until}::timestamptz`,
          Prisma.sql`d.id <= COALESCE((SELECT o.id FROM deliveries o WHERE o.received_at >= ${until}::timestamptz
            + interval '1 minute' ORDER BY o.received_at LIMIT 1), 9223372036854775807)`,
        ]
      : []),
  ];
}

/** A text to look for is a key, or the number of a delivery. */
export function conditionOfText(text: string): Prisma.Sql {
  const id = /^\d{1,18}$/.test(text) ? Prisma.sql`UNION ALL SELECT ${text}::bigint` : Prisma.empty;
  return Prisma.sql`d.id IN (${idsOfKey(text)} ${id})`;
}

/** Deliveries by id, or all of a filter. Throws `invalid_input` where neither is given. */
export function chosenBy({ ids, filter }: DeliveryChoice): Prisma.Sql {
  if (ids === undefined && filter === undefined) {
    const message = 'name the deliveries, or give a filter';
    throw new AppError('invalid_input', message, { errors: [{ path: 'ids', message }] });
  }
  const conditions = [
    ...(ids === undefined ? [] : [Prisma.sql`d.id = ANY(${ids}::text[]::bigint[])`]),
    ...conditionsOf(filter ?? {}),
  ];
  return conditions.length === 0 ? Prisma.sql`true` : Prisma.join(conditions, ' AND ');
}

/** Without its sender a key is looked for at each of them: there are few, and the index begins with the sender. */
function idsOfKey(key: string): Prisma.Sql {
  return Prisma.sql`SELECT o.id FROM senders s JOIN deliveries o ON o.sender_id = s.connection_id AND o.key = ${key}`;
}

// Written out, so that the partial indexes of what is rare are seen to fit.
const APPLIED = Prisma.sql`d.outcome = 'applied'`;
const WEBHOOK = Prisma.sql`d.kind = 'webhook'`;

function outcomeIs(outcome: NonNullable<DeliveryFilter['outcome']>): Prisma.Sql {
  if (outcome === 'applied') return APPLIED;
  return Prisma.sql`(d.outcome = ${outcome}::"DeliveryOutcome" AND d.outcome IS NOT NULL AND d.outcome <> 'applied')`;
}

function kindIs(kind: NonNullable<DeliveryFilter['kind']>): Prisma.Sql {
  if (kind === 'webhook') return WEBHOOK;
  return Prisma.sql`(d.kind = ${kind}::"DeliveryKind" AND d.kind <> 'webhook')`;
}
