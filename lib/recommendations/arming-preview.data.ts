import type { Reader } from '@/lib/core/db';
import { groupBy } from '@/lib/core/group';
import { addAmounts } from '@/lib/core/money';
import { readArmedPlace } from '@/lib/rules/arming.data';
import type { ArmingPlace } from '@/lib/rules/arming.schema';
import { Prisma } from '@/prisma/generated/client';
import type { ArmingPreview } from './arming-preview.schema';
import { wanting } from './wishes.data';

type Row = {
  projectKey: string | null;
  owner: string | null;
  currency: string | null;
  reason: ArmingPreview['held'][number]['reason'] | null; // null: it would be opened
  tickets: number;
  amount: string | null; // null where no saving is counted
};

/**
 * What the next distribution would open if that set were live there, by the very query that a distribution walks. What
 * has no route belongs to every connection: it is told with each.
 */
export async function previewArming(reader: Reader, place: ArmingPlace, now: Date): Promise<ArmingPreview> {
  const { title, connection, state } = await readArmedPlace(reader, place);
  const rows = await reader.$queryRaw<Row[]>`
    WITH ${wanting(now, place)}
    SELECT w.project_key AS "projectKey", l.owner, l.currency, w.wait_reason AS reason, count(*)::int AS tickets,
      sum(l.counted_savings)::text AS amount
    FROM wanting w JOIN lineages l ON l.id = w.id
    WHERE w.rule_set_id = ${BigInt(place.ruleSetId)}
      AND (w.connection_id = ${place.connectionId}::uuid OR ${NO_ROUTE})
    GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`;
  const opened = rows.filter(({ reason }) => reason === null);
  const held = rows.filter(({ reason }) => reason !== null);
  return {
    ...place,
    title,
    connection,
    state,
    ...partOf(opened),
    unowned: partOf(opened.filter(({ owner }) => owner === null)).tickets,
    boards: parts(
      opened,
      ({ projectKey }) => projectKey ?? '',
      (projectKey) => ({ projectKey }),
    ),
    owners: parts(
      opened,
      ({ owner }) => owner,
      (owner) => ({ owner }),
    ),
    held: parts(
      held,
      ({ reason }) => reason ?? 'no route',
      (reason) => ({ reason }),
    ),
  } satisfies ArmingPreview;
}

const NO_ROUTE = Prisma.sql`w.connection_id IS NULL`;

/** The groups of rows, the largest first. */
function parts<Key, Named extends object>(rows: Row[], keyOf: (row: Row) => Key, named: (key: Key) => Named) {
  return [...groupBy(rows, keyOf)]
    .map(([key, own]) => ({ ...named(key), ...partOf(own) }))
    .sort((a, b) => b.tickets - a.tickets);
}

function partOf(rows: Row[]) {
  const tickets = rows.reduce((sum, row) => sum + row.tickets, 0);
  const counted = rows.flatMap(({ currency, amount, tickets: count }) =>
    currency === null || amount === null ? [] : [{ currency, amount, count }],
  );
  const savings = [...groupBy(counted, ({ currency }) => currency)].map(([currency, own]) => ({
    currency,
    amount: addAmounts(own.map(({ amount }) => amount)),
    count: own.reduce((sum, { count }) => sum + count, 0),
  }));
  return { tickets, savings };
}
