import type { Reader, Transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import type { LineageStatus } from '../lifecycle';
import type { JoinResource } from './schema';

/** What is read and locked for a join, and the rows that it writes. */
export type Joined = {
  lineageId: string;
  resourceId: string;
  action: string;
  status: LineageStatus;
  ticketId: string | null;
  ticketKey: string | null;
  ticketUrl: string | null;
  isTicketDone: boolean;
};

export async function readResources(reader: Reader, ids: string[]): Promise<JoinResource[]> {
  const rows = await reader.$queryRaw<JoinResource[]>`
    SELECT id::text AS id, provider, account, region, native_id AS "nativeId", name FROM resources
    WHERE id = ANY(${ids.map(BigInt)}::bigint[])`;
  return ids.map((id) => {
    const found = rows.find((row) => row.id === id);
    if (!found) throw new AppError('not_found', `there is no resource ${id}`);
    return found;
  });
}

/** The live recommendations of both, with the tickets that stand. */
export function readLineages(reader: Reader, resourceIds: string[]): Promise<Joined[]> {
  return reader.$queryRaw<Joined[]>`
    SELECT l.id::text AS "lineageId", l.resource_id::text AS "resourceId", l.action, l.status::text AS status,
      t.id::text AS "ticketId", t.key AS "ticketKey", t.url AS "ticketUrl",
      COALESCE(t.status_category = 'done', false) AS "isTicketDone"
    FROM lineages l LEFT JOIN tickets t ON t.id = l.ticket_id AND t.deleted_at IS NULL
    WHERE l.resource_id = ANY(${resourceIds.map(BigInt)}::bigint[]) AND l.status <> 'resolved'
    ORDER BY l.id`;
}

/** Why these cannot be joined now; null when they can. */
export async function findObstacle(reader: Reader, resourceIds: string[]): Promise<string | null> {
  const [row] = await reader.$queryRaw<
    { joined: string | null; running: boolean; under_way: string | null }[]
  >`
    SELECT (SELECT min(j.joined_id)::text FROM resource_joins j
        WHERE j.joined_id = ANY(${resourceIds.map(BigInt)}::bigint[]) AND j.undone_at IS NULL) AS joined,
      EXISTS (SELECT FROM recommendations_generated WHERE state = 'collecting') AS running,
      (SELECT min(l.id)::text FROM lineages l JOIN effects e ON e.subject = 'lineage:' || l.id
        WHERE l.resource_id = ANY(${resourceIds.map(BigInt)}::bigint[]) AND l.status <> 'resolved'
          AND e.state IN ('sending', 'uncertain', 'parked')) AS under_way`;
  if (row?.joined) return `Resource ${row.joined} is part of another one already.`;
  if (row?.running) return 'An analysis run is under way. Try again when it has ended.';
  return row?.under_way
    ? `A change to the ticket of recommendation ${row.under_way} is not confirmed yet.`
    : null;
}

/** No analysis run can begin until the transaction ends. */
export async function holdGenerations(tx: Transaction): Promise<void> {
  await tx.$executeRaw`LOCK TABLE recommendations_generated IN SHARE ROW EXCLUSIVE MODE`;
}

export function readExemptions(
  reader: Reader,
  resourceId: string,
): Promise<{ id: string; reason: string; until: Date }[]> {
  return reader.$queryRaw`
    SELECT e.id::text AS id, e.reason, e.until FROM exemptions e
    WHERE e.resource_id = ${resourceId}::bigint AND e.ended_at IS NULL AND e.until > now() ORDER BY e.id`;
}

export async function countSpellings(reader: Reader, resourceId: string): Promise<number> {
  const [row] = await reader.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM resource_keys WHERE resource_id = ${resourceId}::bigint`;
  return row?.count ?? 0;
}
