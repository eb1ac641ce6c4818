import type { Reader, Transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import type { Fields } from '@/lib/drift';
import type { EffectState } from '@/lib/effects/schema';
import type { Ticket } from '@/prisma/generated/client';
import type { IssueFacts } from './jira.schema';
import { type KnownTicket, type Reading, theirFields } from './monitor';
import { fieldsShape } from './schema';

/** The rows of tickets and their moves. */
type NewTicket = {
  connectionId: string;
  baseUrl: string;
  subject: string;
  owner: string | null;
  facts: IssueFacts;
};

/** Writes the ticket for an issue that is ours; an issue that is one already stays that one. Returns its id. */
export async function insertTicket(tx: Transaction, ticket: NewTicket): Promise<string> {
  const { connectionId, baseUrl, subject, owner, facts } = ticket;
  const agreed = theirFields(facts);
  const { id } = await tx.ticket.upsert({
    where: { connectionId_externalId: { connectionId, externalId: facts.externalId } },
    create: {
      connectionId,
      externalId: facts.externalId,
      subject,
      owner,
      ...columnsOf(facts, baseUrl),
      ours: agreed,
      theirs: agreed,
      agreed,
      agreedAt: new Date(facts.updatedAt),
      createdAt: new Date(facts.createdAt),
    },
    update: { subject, owner, deletedAt: null },
  });
  return String(id);
}

function columnsOf(facts: IssueFacts, baseUrl: string) {
  return {
    key: facts.key,
    url: `${baseUrl}/browse/${facts.key}`,
    projectKey: facts.projectKey,
    summary: facts.summary,
    status: facts.status,
    statusCategory: facts.statusCategory,
    resolution: facts.resolution,
    assignee: facts.assignee,
    updatedAt: new Date(facts.updatedAt),
  };
}

/** The tickets of these issues, locked until the transaction ends, by external id. */
export async function lockTickets(
  tx: Transaction,
  connectionId: string,
  externalIds: string[],
): Promise<Map<string, KnownTicket>> {
  await tx.$queryRaw`SELECT id FROM tickets
    WHERE connection_id = ${connectionId}::uuid AND external_id = ANY(${externalIds}::text[]) ORDER BY id FOR UPDATE`;
  const rows = await tx.ticket.findMany({ where: { connectionId, externalId: { in: externalIds } } });
  return new Map(rows.map((row) => [row.externalId, knownOf(row)]));
}

/** Throws `not_found`. */
export async function findTicket(
  reader: Reader,
  ticketId: string,
): Promise<KnownTicket & { connectionId: string; subject: string | null }> {
  const row = /^\d{1,18}$/.test(ticketId)
    ? await reader.ticket.findUnique({ where: { id: BigInt(ticketId) } })
    : null;
  if (!row) throw new AppError('not_found', `there is no ticket ${ticketId}`);
  return { ...knownOf(row), connectionId: row.connectionId, subject: row.subject };
}

function knownOf(row: Ticket): KnownTicket {
  return {
    id: String(row.id),
    externalId: row.externalId,
    key: row.key,
    projectKey: row.projectKey,
    summary: row.summary,
    status: row.status,
    statusCategory: row.statusCategory,
    resolution: row.resolution,
    assignee: row.assignee,
    syncState: row.syncState,
    updatedAt: row.updatedAt,
    firstMovedAt: row.firstMovedAt,
    closedAt: row.closedAt,
    deletedAt: row.deletedAt,
    ours: fieldsShape.parse(row.ours),
    agreed: fieldsShape.parse(row.agreed),
    agreedAt: row.agreedAt,
  };
}

/** Writes what was read about a ticket, and its move; one seen twice stays one. */
export async function writeReading(
  tx: Transaction,
  known: KnownTicket,
  { ticket, move }: Reading,
  baseUrl: string,
): Promise<void> {
  await tx.ticket.update({
    where: { id: BigInt(known.id) },
    data: { ...ticket, url: `${baseUrl}/browse/${ticket.key}`, seenAt: new Date() },
  });
  if (!move) return;
  await tx.ticketMove.createMany({ data: [{ ticketId: BigInt(known.id), ...move }], skipDuplicates: true });
}

/** Says what our side wants of some fields. */
export async function wantOfTicket(tx: Transaction, known: KnownTicket, wanted: Fields): Promise<void> {
  const ours = { ...known.ours, ...wanted };
  const isSame = Object.entries(wanted).every(([field, value]) => known.ours[field] === value);
  if (isSame) return;
  await tx.ticket.update({ where: { id: BigInt(known.id) }, data: { ours, syncState: 'ours_ahead' } });
}

export async function markDeleted(tx: Transaction, ticketId: string, at: Date): Promise<void> {
  await tx.ticket.update({
    where: { id: BigInt(ticketId) },
    data: { deletedAt: at, syncState: 'deleted', seenAt: new Date() },
  });
}

/** Points a ticket at another issue, as a person said. */
export async function repointTicket(
  tx: Transaction,
  ticketId: string,
  facts: IssueFacts,
  baseUrl: string,
): Promise<void> {
  const agreed = theirFields(facts);
  await tx.ticket.update({
    where: { id: BigInt(ticketId) },
    data: {
      externalId: facts.externalId,
      ...columnsOf(facts, baseUrl),
      ours: agreed,
      theirs: agreed,
      agreed,
      agreedAt: new Date(facts.updatedAt),
      syncState: 'in_sync',
      deletedAt: null,
      closedAt: facts.statusCategory === 'done' ? new Date(facts.statusChangedAt ?? facts.updatedAt) : null,
    },
  });
}

/** The external ids of every ticket that is not known to be deleted, in the order of their ids. */
export async function livingExternalIds(
  reader: Reader,
  connectionId: string,
): Promise<{ externalId: string; projectKey: string }[]> {
  return reader.ticket.findMany({
    where: { connectionId, deletedAt: null },
    select: { externalId: true, projectKey: true },
    orderBy: { id: 'asc' },
  });
}

/** The issues that our own effects touched in the last ten minutes, newest first: an index may not show them yet. */
export async function recentlyTouched(
  reader: Reader,
  connectionId: string,
  limit: number,
): Promise<string[]> {
  const rows = await reader.$queryRaw<{ externalId: string }[]>`
    SELECT DISTINCT result->>'externalId' AS "externalId" FROM (
      SELECT result FROM effects
      WHERE connection_id = ${connectionId}::uuid AND state = 'confirmed' AND result ? 'externalId'
        AND settled_at > now() - interval '10 minutes'
      ORDER BY settled_at DESC LIMIT ${limit}) touched`;
  return rows.map((row) => row.externalId);
}

const IN_FLIGHT: EffectState[] = ['sending', 'uncertain', 'parked'];

/** How many tickets a project has been given since then, those whose creation is still in doubt included. */
export async function countOpenedSince(
  reader: Reader,
  connectionId: string,
  projectKey: string,
  since: Date,
): Promise<number> {
  const opened = await reader.ticket.count({
    where: { connectionId, projectKey, createdAt: { gte: since }, subject: { not: null } },
  });
  const inFlight = await reader.effect.count({
    where: {
      connectionId,
      kind: 'ticket.create',
      state: { in: IN_FLIGHT },
      payload: { path: ['projectKey'], equals: projectKey },
    },
  });
  return opened + inFlight;
}

/** The ticket of ours with the highest number in a project that should be visible there. */
export async function highestTicket(
  reader: Reader,
  connectionId: string,
  projectKey: string,
): Promise<{ key: string; externalId: string } | null> {
  const rows = await reader.$queryRaw<{ key: string; externalId: string }[]>`
    SELECT key, external_id AS "externalId" FROM tickets
    WHERE connection_id = ${connectionId}::uuid AND project_key = ${projectKey} AND deleted_at IS NULL
    ORDER BY substring(key FROM '[0-9]+$')::bigint DESC LIMIT 1`;
  return rows[0] ?? null;
}
