import type { Reader } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import type { Page } from '@/lib/core/list';
import { containing, readPage, type SortColumn } from '@/lib/core/page';
import { compareThreeWay, type FieldValue } from '@/lib/drift';
import { countEffects, effectsOfSubjects } from '@/lib/effects/views.data';
import { type Connection, Prisma, type Ticket } from '@/prisma/generated/client';
import {
  fieldsShape,
  type ListTicketsInput,
  type TicketDetail,
  type TicketsSummary,
  type TicketView,
} from './schema';

/** What the console shows of tickets. */
const SORTS: Record<string, SortColumn> = {
  // Worst first: what people must decide, then what cannot be seen, then what we still have to say.
  need: {
    expression: Prisma.sql`CASE t.sync_state WHEN 'conflict' THEN 1 WHEN 'unreadable' THEN 2 WHEN 'deleted' THEN 3
      WHEN 'ours_ahead' THEN 4 ELSE 5 END`,
    cast: 'integer',
  },
  key: { expression: Prisma.sql`t.key`, cast: 'text' },
  summary: { expression: Prisma.sql`t.summary`, cast: 'text' },
  owner: { expression: Prisma.sql`COALESCE(t.owner, '')`, cast: 'text' },
  status: { expression: Prisma.sql`t.status`, cast: 'text' },
  created: { expression: Prisma.sql`t.created_at`, cast: 'timestamptz' },
  updated: { expression: Prisma.sql`t.updated_at`, cast: 'timestamptz' },
};

type Row = Ticket & { connection: Pick<Connection, 'name'> };

export async function listTickets(reader: Reader, input: ListTicketsInput): Promise<Page<TicketView>> {
  const { rows, nextCursor } = await readPage<{ id: bigint }>(reader, {
    select: Prisma.sql`t.id`,
    from: Prisma.sql`tickets t`,
    where: conditionsOf(input),
    sorts: SORTS,
    defaultSort: 'need',
    id: { expression: Prisma.sql`t.id`, cast: 'bigint' },
    list: input,
  });
  const ids = rows.map((row) => row.id);
  const tickets = await reader.ticket.findMany({
    where: { id: { in: ids } },
    include: { connection: { select: { name: true } } },
  });
  const byId = new Map(tickets.map((ticket) => [ticket.id, ticket]));
  const items = ids.flatMap((id) => {
    const ticket = byId.get(id);
    return ticket ? [viewOf(ticket)] : [];
  });
  return { items, nextCursor };
}

function conditionsOf(input: ListTicketsInput): Prisma.Sql[] {
  const where = [Prisma.sql`true`];
  if (input.syncState) where.push(Prisma.sql`t.sync_state = ${input.syncState}::"SyncState"`);
  if (input.connectionId) where.push(Prisma.sql`t.connection_id = ${input.connectionId}::uuid`);
  if (input.owner) where.push(Prisma.sql`t.owner = ${input.owner}`);
  if (input.projectKey) where.push(Prisma.sql`t.project_key = ${input.projectKey}`);
  if (input.statusCategory)
    where.push(Prisma.sql`t.status_category = ${input.statusCategory}::"StatusCategory"`);
  if (input.q) {
    where.push(Prisma.sql`t.key || ' ' || t.summary ILIKE ${containing(input.q)}`);
  }
  return where;
}

/** One ticket with both sides field by field, its moves, and everything done about its lineage. Throws `not_found`. */
export async function readTicketDetail(reader: Reader, ticketId: string): Promise<TicketDetail> {
  const row = /^\d{1,18}$/.test(ticketId)
    ? await reader.ticket.findUnique({
        where: { id: BigInt(ticketId) },
        include: {
          connection: { select: { name: true } },
          moves: { orderBy: [{ at: 'asc' }, { id: 'asc' }] },
        },
      })
    : null;
  if (!row) throw new AppError('not_found', `there is no ticket ${ticketId}`);
  const view = viewOf(row);
  const drift = compareThreeWay(view).map((each) => ({
    field: each.field,
    ours: textOf(each.ours),
    theirs: textOf(each.theirs),
    agreed: textOf(each.agreed ?? null),
    verdict: each.verdict,
  }));
  const moves = row.moves.map(({ at, fromStatus, toStatus, toCategory }) => ({
    at: at.toISOString(),
    fromStatus,
    toStatus,
    toCategory,
  }));
  const effects = row.subject === null ? [] : await effectsOfSubjects(reader, [row.subject]);
  return { ...view, drift, moves, effects } satisfies TicketDetail;
}

const textOf = (value: FieldValue) => (value === null ? null : String(value));

/** What stands above the list: tickets by sync state, effects by state, and how each tracker's polling goes. */
export async function summariseTickets(reader: Reader): Promise<TicketsSummary> {
  const states = await reader.ticket.groupBy({ by: ['syncState'], _count: true });
  const connections = await reader.connection.findMany({
    where: { kind: 'jira' },
    include: { cursor: true, _count: { select: { unreadableIssues: true } } },
    orderBy: { name: 'asc' },
  });
  const effects = new Map<TicketsSummary['effects'][number]['state'], number>();
  for (const { state, count } of await countEffects(reader))
    effects.set(state, (effects.get(state) ?? 0) + count);
  return {
    bySyncState: states.map(({ syncState, _count }) => ({ syncState, count: _count })),
    effects: [...effects].map(([state, count]) => ({ state, count })),
    connections: connections.map((connection) => ({
      connectionId: connection.id,
      name: connection.name,
      isSandbox: connection.isSandbox,
      lastSuccessAt: connection.cursor?.lastSuccessAt?.toISOString() ?? null,
      lastError: connection.cursor?.lastError ?? null,
      unreadable: connection._count.unreadableIssues,
    })),
  } satisfies TicketsSummary;
}

const iso = (at: Date | null) => at?.toISOString() ?? null;

function viewOf(row: Row): TicketView {
  return {
    id: String(row.id),
    connectionId: row.connectionId,
    connectionName: row.connection.name,
    key: row.key,
    url: row.url,
    summary: row.summary,
    owner: row.owner,
    projectKey: row.projectKey,
    status: row.status,
    statusCategory: row.statusCategory,
    resolution: row.resolution,
    assignee: row.assignee,
    syncState: row.syncState,
    ours: fieldsShape.parse(row.ours),
    theirs: fieldsShape.parse(row.theirs),
    agreed: fieldsShape.parse(row.agreed),
    agreedAt: iso(row.agreedAt),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    seenAt: row.seenAt.toISOString(),
    closedAt: iso(row.closedAt),
    deletedAt: iso(row.deletedAt),
    lineageId: /^lineage:(\d+)$/.exec(row.subject ?? '')?.[1] ?? null,
  } satisfies TicketView;
}
