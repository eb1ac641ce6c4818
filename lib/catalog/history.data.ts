import { z } from 'zod';
import type { Reader } from '@/lib/core/db';
import { deliveryNote, fieldChange } from '@/lib/deliveries/schema';
import type { Delivery, QuarantinedChange, Repair } from '@/prisma/generated/client';
import { holdReason } from './quarantine.schema';
import { changesIn } from './repairs.data';
import type { RecordEvent } from './schema';

/** Everything that happened to one record, on one line of time. */
const SHOWN = 200;
const changes = z.array(fieldChange);
const reasons = z.array(holdReason);

type Of = { definitionId: string; senderId: string; key: string };

/** Newest first, the latest 200. */
export async function readHistory(
  reader: Reader,
  { definitionId, senderId, key }: Of,
  baselineAt: Date | null,
): Promise<RecordEvent[]> {
  const latest = { orderBy: { id: 'desc' as const }, take: SHOWN };
  const [deliveries, held, repairs, drift] = await Promise.all([
    reader.delivery.findMany({ where: { senderId, key }, ...latest }),
    reader.quarantinedChange.findMany({ where: { definitionId, key }, ...latest }),
    reader.repair.findMany({ where: { definitionId, key, state: { not: 'asked' } }, ...latest }),
    reader.driftRecord.findUnique({ where: { definitionId_key: { definitionId, key } } }),
  ]);
  const events: RecordEvent[] = [
    ...deliveries.map(deliveryEvent),
    ...held.flatMap(holdEvents),
    ...repairs.map(repairEvent),
    ...(drift ? [plain(drift.since, 'drift', `Drift since then: ${words(drift.state)}`)] : []),
    ...(baselineAt ? [plain(baselineAt, 'baseline', 'The library was taken as it was')] : []),
  ];
  return events.sort((one, other) => other.at.localeCompare(one.at)).slice(0, SHOWN);
}

const words = (text: string) => text.replaceAll('_', ' ');

function plain(
  at: Date,
  kind: RecordEvent['kind'],
  title: string,
  more: Partial<RecordEvent> = {},
): RecordEvent {
  return {
    at: at.toISOString(),
    kind,
    title,
    detail: null,
    changes: [],
    by: null,
    deliveryId: null,
    quarantineId: null,
    repairId: null,
    ...more,
  };
}

const KINDS: Record<Delivery['kind'], string> = {
  webhook: 'A delivery',
  pull: 'A reading',
  release: 'A release',
  edit: 'A corrected delivery',
  newest: 'An old delivery, applied as newest,',
};
const STATES: Record<Delivery['state'], string> = {
  pending: 'waits to be worked on',
  waiting: 'waits behind a dead one',
  done: 'was worked on',
  refused: 'was refused',
  dead: 'failed too often',
  skipped: 'was passed over',
};
const OUTCOMES: Record<NonNullable<Delivery['outcome']>, string> = {
  applied: 'was written',
  unchanged: 'changed nothing',
  held: 'was held',
  partly: 'was written in part',
};

function deliveryEvent(delivery: Delivery): RecordEvent {
  const { id, kind, state, outcome, reason, notes, writes, receivedAt, requestedBy } = delivery;
  const fixed = z.array(deliveryNote).parse(notes ?? []);
  const detail = [reason, ...fixed.map((note) => `${note.rule}: ${note.detail}`)].filter(Boolean).join(' · ');
  return plain(receivedAt, 'delivery', `${KINDS[kind]} ${outcome ? OUTCOMES[outcome] : STATES[state]}`, {
    detail: detail || null,
    changes: changes.parse(writes ?? []),
    by: requestedBy,
    deliveryId: String(id),
  });
}

function holdEvents(held: QuarantinedChange): RecordEvent[] {
  const own = {
    changes: changes.parse(held.fields),
    deliveryId: String(held.deliveryId),
    quarantineId: String(held.id),
  };
  const why = reasons.parse(held.reasons).map(({ rule, reason }) => `${rule}: ${reason}`);
  const begun = plain(
    held.heldAt,
    'held',
    held.isWhole ? 'The whole change was held' : 'Some of it was held',
    {
      ...own,
      detail: why.join(' · '),
    },
  );
  if (held.state === 'held' || held.settledAt === null) return [begun];
  const ended = plain(held.settledAt, held.state, `What was held was ${held.state}`, {
    ...own,
    changes: [],
    detail: held.note,
    by: held.settledBy,
  });
  return [begun, ended];
}

function repairEvent(repair: Repair): RecordEvent {
  const isUndo = repair.undoOfId !== null;
  const way = repair.direction === 'to_library' ? 'to the library' : 'from the library';
  const outcome = repair.state === 'failed' ? ' failed' : repair.state === 'undone' ? ', undone since' : '';
  return plain(
    repair.settledAt ?? repair.askedAt,
    isUndo ? 'undo' : 'repair',
    `${isUndo ? 'Undone' : `Repaired ${way}`}${outcome}`,
    {
      detail: repair.error ?? repair.note,
      changes: changesIn(repair),
      by: repair.askedBy,
      repairId: String(repair.id),
    },
  );
}
