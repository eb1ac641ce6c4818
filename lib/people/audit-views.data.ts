import { z } from 'zod';
import type { Reader } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import type { Page } from '@/lib/core/list';
import { type PageBounds, readPage, type SortColumn } from '@/lib/core/page';
import { Prisma } from '@/prisma/generated/client';
import type { ActorKind, AuditChoices, AuditView, ListAuditInput } from './audit.schema';

/** The audit log, read. Every way in has an index that ends in (at, id): see migration 20261121010100. */
const SORTS: Record<string, SortColumn> = { at: { expression: Prisma.sql`e.at`, cast: 'timestamptz' } };

const SELECT = Prisma.sql`e.id, e.at, e.actor_kind::text AS actor_kind, e.actor_id, e.actor_name, e.action,
  e.subject_kind, e.subject_id, e.request_id, e.address, e.before, e.after`;

const NAME = Prisma.sql`lower(e.actor_name) COLLATE "C"`;

type Row = {
  id: bigint;
  at: Date;
  actor_kind: ActorKind;
  actor_id: string | null;
  actor_name: string;
  action: string;
  subject_kind: string;
  subject_id: string;
  request_id: string | null;
  address: string | null;
  before: unknown;
  after: unknown;
};

/** Events, the newest first. */
export async function listAudit(reader: Reader, input: ListAuditInput): Promise<Page<AuditView>> {
  const where = conditionsOf(input);
  const found = input.q ? await findQuery(reader, input.q) : null;
  const { rows, nextCursor } = await readPage<Row>(reader, {
    select: SELECT,
    from: found ? (bounds) => hitsOf(found, where, bounds) : Prisma.sql`audit_events e`,
    where,
    sorts: SORTS,
    defaultSort: '-at',
    id: { expression: Prisma.sql`e.id`, cast: 'bigint' },
    list: input,
  });
  return { items: rows.map(viewOf), nextCursor };
}

/** One event. Throws `not_found`. */
export async function readAudit(reader: Reader, eventId: string): Promise<AuditView> {
  const rows = /^\d{1,18}$/.test(eventId)
    ? await reader.$queryRaw<Row[]>`SELECT ${SELECT} FROM audit_events e WHERE e.id = ${BigInt(eventId)}`
    : [];
  const row = rows[0];
  if (!row) throw new AppError('not_found', `there is no audit event ${eventId}`);
  return viewOf(row);
}

function conditionsOf({ actor, actorKind, action, subjectKind, subjectId, from, to }: ListAuditInput) {
  const where = [Prisma.sql`true`];
  if (actor) where.push(byActor(actor));
  if (actorKind) where.push(Prisma.sql`e.actor_kind = ${actorKind}::"ActorKind"`);
  if (action) where.push(Prisma.sql`e.action = ${action}`);
  if (subjectKind) where.push(Prisma.sql`e.subject_kind = ${subjectKind}`);
  if (subjectId) where.push(Prisma.sql`e.subject_id = ${subjectId}`);
  if (from) where.push(Prisma.sql`e.at >= ${new Date(from)}`);
  if (to) where.push(Prisma.sql`e.at < ${new Date(to)}`);
  return where;
}

function byActor(actor: string): Prisma.Sql {
  if (z.uuid().safeParse(actor).success) return Prisma.sql`e.actor_id = ${actor}`;
  return Prisma.sql`${NAME} = ${actor.toLowerCase()}`;
}

const FOUND_NAMES = 20;

type Found = { text: string; names: string[]; actions: string[] };

/** Which values a search stands for: the log has few names and actions, so these are found first, its rows by them. */
async function findQuery(reader: Reader, q: string): Promise<Found> {
  const text = q.toLowerCase();
  const [names, actions] = await Promise.all([
    readNames(reader, { prefix: text, limit: FOUND_NAMES }),
    readDistinct(reader, 'action'),
  ]);
  const asAction = text.replaceAll(/\s+/g, '_');
  return {
    text: q,
    names: names.map(({ name }) => name.toLowerCase()),
    actions: actions.filter((action) => action.includes(asAction)),
  };
}

/** The first rows of each value's own index, no more than the page holds: the page is among them. */
function hitsOf({ text, names, actions }: Found, where: Prisma.Sql[], bounds: PageBounds): Prisma.Sql {
  const branch = (values: string[], column: Prisma.Sql) => Prisma.sql`
    SELECT hit.id FROM unnest(${values}::text[]) AS value
    CROSS JOIN LATERAL (SELECT e.id FROM audit_events e
      WHERE ${column} = value AND ${Prisma.join([...where, bounds.after], ' AND ')} ${bounds.firstRows}) hit`;
  const branches = [
    branch(names, NAME),
    branch(actions, Prisma.sql`e.action`),
    branch([text], Prisma.sql`e.subject_id`),
    branch([text], Prisma.sql`e.request_id`),
    branch([text], Prisma.sql`e.address`),
  ];
  return Prisma.sql`(${Prisma.join(branches, ' UNION ')}) hit JOIN audit_events e ON e.id = hit.id`;
}

const CHOICES = 200;

/** What the filters may offer. */
export async function readAuditChoices(reader: Reader): Promise<AuditChoices> {
  const [actors, actions, subjectKinds] = await Promise.all([
    readNames(reader, { prefix: '', limit: CHOICES }),
    readDistinct(reader, 'action'),
    readDistinct(reader, 'subject_kind'),
  ]);
  return { actors, actions, subjectKinds } satisfies AuditChoices;
}

/** The different values of a column, each found in its index by a step from the one before: the rows are not read. */
async function readDistinct(reader: Reader, column: 'action' | 'subject_kind'): Promise<string[]> {
  const name = Prisma.raw(`e.${column}`);
  const rows = await reader.$queryRaw<{ value: string }[]>`
    WITH RECURSIVE step AS (
      (SELECT ${name} AS value FROM audit_events e ORDER BY ${name} LIMIT 1)
      UNION ALL
      SELECT next.value FROM step CROSS JOIN LATERAL
        (SELECT ${name} AS value FROM audit_events e WHERE ${name} > step.value ORDER BY ${name} LIMIT 1) next
    ) SELECT value FROM step LIMIT ${CHOICES}`;
  return rows.map(({ value }) => value);
}

type Name = AuditChoices['actors'][number];

/** The same over names, from a prefix on; each as it was written the first time. */
function readNames(reader: Reader, { prefix, limit }: { prefix: string; limit: number }): Promise<Name[]> {
  const first = Prisma.sql`ORDER BY ${NAME}, e.at, e.id LIMIT 1`;
  const columns = Prisma.sql`${NAME} AS key, e.actor_name AS name, e.actor_kind::text AS kind`;
  return reader.$queryRaw<Name[]>`
    WITH RECURSIVE step AS (
      (SELECT ${columns} FROM audit_events e WHERE ${NAME} >= ${prefix} ${first})
      UNION ALL
      SELECT next.* FROM step CROSS JOIN LATERAL
        (SELECT ${columns} FROM audit_events e WHERE ${NAME} > step.key ${first}) next
      WHERE starts_with(step.key, ${prefix})
    ) SELECT name, kind FROM step WHERE starts_with(key, ${prefix}) LIMIT ${limit}`;
}

const json = z.json().nullable();

function viewOf(row: Row): AuditView {
  return {
    id: String(row.id),
    at: row.at.toISOString(),
    actorKind: row.actor_kind,
    actorId: row.actor_id,
    actorName: row.actor_name,
    action: row.action,
    subjectKind: row.subject_kind,
    subjectId: row.subject_id,
    requestId: row.request_id,
    address: row.address,
    before: json.parse(row.before),
    after: json.parse(row.after),
  } satisfies AuditView;
}
