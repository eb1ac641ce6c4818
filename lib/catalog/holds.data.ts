import type { Client } from './drain.data';
import type { Hold } from './plan';

export type NewHold = Hold & { id: string; key: string; supersededBy: string | null };

/** Ids for quarantined changes that are about to be written, since records name them. */
export async function reserveIds(client: Client, count: number): Promise<string[]> {
  if (count === 0) return [];
  const { rows } = await client.query<{ id: string }>(
    "SELECT nextval('quarantined_changes_id_seq') AS id FROM generate_series(1, $1)",
    [count],
  );
  return rows.map(({ id }) => id);
}

/** One that a later delivery of the same batch took the place of is written as superseded. */
export async function insertHolds(
  client: Client,
  { definitionId, now }: { definitionId: string; now: Date },
  holds: readonly NewHold[],
): Promise<void> {
  if (holds.length === 0) return;
  const rows = holds.map(({ id, key, deliveryId, isWhole, fields, reasons, supersededBy }) => ({
    ...{ id, key, fields, reasons },
    delivery_id: deliveryId,
    is_whole: isWhole,
    rule_names: [...new Set(reasons.map(({ rule }) => rule))],
    by_settlement: supersededBy,
  }));
  await client.query(
    `INSERT INTO quarantined_changes (id, definition_id, key, delivery_id, is_whole, fields, reasons, rule_names,
       state, held_at, settled_at, by_settlement)
     SELECT id, $1, key, delivery_id, is_whole, fields, reasons, rule_names,
       (CASE WHEN by_settlement IS NULL THEN 'held' ELSE 'superseded' END)::"QuarantineState", $2,
       CASE WHEN by_settlement IS NOT NULL THEN $2::timestamptz END, by_settlement
     FROM jsonb_to_recordset($3::jsonb) AS v(id bigint, key text, delivery_id bigint, is_whole boolean, fields jsonb,
       reasons jsonb, rule_names text[], by_settlement bigint)`,
    [definitionId, now, JSON.stringify(rows)],
  );
}

export type Superseding = { id: string; deliveryId: string };

/** What a person settled meanwhile stays as they did. */
export async function supersedeHolds(client: Client, list: readonly Superseding[], now: Date): Promise<void> {
  if (list.length === 0) return;
  await client.query(
    `UPDATE quarantined_changes q SET state = 'superseded', settled_at = $1, by_settlement = v.delivery_id
     FROM unnest($2::bigint[], $3::bigint[]) AS v(id, delivery_id) WHERE q.id = v.id AND q.state = 'held'`,
    [now, list.map(({ id }) => id), list.map(({ deliveryId }) => deliveryId)],
  );
}
