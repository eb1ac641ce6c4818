import type { Reader } from '@/lib/core/db';
import { mayAct, type Role } from '@/lib/people/roles.schema';
import { Prisma } from '@/prisma/generated/client';
import { hitKind, type SearchHit, type SearchResult } from './schema';

/**
 * The search of the palette: of each kind the few records whose name or key begins with the text, in one statement.
 * Every part is a range of an index with a limit of its own (the migration says how), so that a key stroke costs the
 * same however many records there are; the middle of a name is what the filters of the lists look into.
 */
const EACH = 5;
/** Of records that people make by hand the middle of a name is looked into as well, over so many of them. */
const FEW = 2_000;

const KINDS: readonly string[] = hitKind.options;
type SearchGiven = { q: string; role: Role };

/** What begins with the text, what is exactly the text first. Users are for administrators. */
export async function searchRecords(reader: Reader, { q, role }: SearchGiven): Promise<SearchResult> {
  const text = q.toLowerCase();
  if (text.includes('\u0000')) return { items: [] }; // PostgreSQL's texts have no such character
  const parts = [
    recommendationsOf(text),
    recommendationById(text),
    ticketsOf(text),
    recordsOf(text),
    runsByKey(text),
    runsByGraph(text),
    ...runsById(text),
    sourcesOf(text),
    ruleSetsOf(text),
    ...(mayAct(role, 'admin') ? [usersOf(text)] : []),
  ].map((part) => Prisma.sql`(${part})`);
  const rows = await reader.$queryRaw<SearchHit[]>`${Prisma.join(parts, ' UNION ALL ')}`;
  return { items: rank(rows) } satisfies SearchResult;
}

/** Exact ones first, then kind by kind; a record found by two ways stands once. */
function rank(rows: SearchHit[]): SearchHit[] {
  const once = new Map<string, SearchHit>();
  for (const row of rows) {
    const name = `${row.kind}:${row.id}`;
    if (row.isExact || !once.has(name)) once.set(name, row);
  }
  const taken = new Map<string, number>();
  return [...once.values()]
    .sort((a, b) => Number(b.isExact) - Number(a.isExact) || KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind))
    .filter(({ kind }) => {
      const count = (taken.get(kind) ?? 0) + 1;
      taken.set(kind, count);
      return count <= EACH;
    });
}

/** The last character there is: whatever begins with the text stands before the text followed by it. */
const LAST = '\u{10ffff}';

const C = Prisma.sql`COLLATE "C"`;
const begins = (expression: Prisma.Sql, text: string) =>
  Prisma.sql`(${expression} ${C} >= ${text} AND ${expression} ${C} < ${text + LAST})`;

const NAME = Prisma.sql`left(lower(s.name), 200)`;
const NATIVE_ID = Prisma.sql`left(lower(s.native_id), 200)`;
const TICKET_KEY = Prisma.sql`lower(t.key)`;
const SUMMARY = Prisma.sql`left(lower(t.summary), 200)`;

/** Far more resources have no recommendation than have one; of those that begin so, this many are looked at. */
const RESOURCES = 200;

const recommendation = (exact: Prisma.Sql) => Prisma.sql`'recommendation' AS kind, l.id::text AS id,
  COALESCE(s.name, s.native_id) AS title, concat_ws(' · ', l.action, replace(l.status::text, '_', ' '), t.key) AS detail,
  ${exact} AS "isExact"`;

function recommendationsOf(text: string): Prisma.Sql {
  const resources = (expression: Prisma.Sql) => Prisma.sql`
    (SELECT s.id, ${expression} = ${text} AS exact FROM resources s WHERE ${begins(expression, text)}
     ORDER BY ${expression} ${C} LIMIT ${RESOURCES})`;
  return Prisma.sql`
    SELECT ${recommendation(Prisma.sql`bool_or(found.exact)`)}
    FROM (
      SELECT l.id, r.exact FROM (${resources(NAME)} UNION ALL ${resources(NATIVE_ID)}) r
      JOIN lineages l ON l.resource_id = r.id
      UNION ALL
      SELECT l.id, ticket.exact FROM (SELECT t.id, ${TICKET_KEY} = ${text} AS exact FROM tickets t
        WHERE ${begins(TICKET_KEY, text)} ORDER BY ${TICKET_KEY} ${C} LIMIT ${EACH}) ticket
      JOIN lineages l ON l.ticket_id = ticket.id
    ) found
    JOIN lineages l ON l.id = found.id
    JOIN resources s ON s.id = l.resource_id
    LEFT JOIN tickets t ON t.id = l.ticket_id
    GROUP BY l.id, s.id, t.id
    ORDER BY bool_or(found.exact) DESC, (l.status = 'resolved'), COALESCE(l.counted_savings, 0) DESC, l.id
    LIMIT ${EACH}`;
}

/** A number may be that of a recommendation, as its address has it. */
function recommendationById(text: string): Prisma.Sql {
  const id = /^\d{1,18}$/.test(text) ? text : null;
  return Prisma.sql`
    SELECT ${recommendation(Prisma.sql`true`)} FROM lineages l JOIN resources s ON s.id = l.resource_id
    LEFT JOIN tickets t ON t.id = l.ticket_id WHERE l.id = ${id}::bigint`;
}

function ticketsOf(text: string): Prisma.Sql {
  const by = (expression: Prisma.Sql) => Prisma.sql`
    (SELECT t.id, ${expression} = ${text} AS exact FROM tickets t WHERE ${begins(expression, text)}
     ORDER BY ${expression} ${C} LIMIT ${EACH})`;
  return Prisma.sql`
    SELECT 'ticket' AS kind, t.id::text AS id, t.key AS title, concat_ws(' · ', t.summary, t.status) AS detail,
      bool_or(found.exact) AS "isExact"
    FROM (${by(TICKET_KEY)} UNION ALL ${by(SUMMARY)}) found JOIN tickets t ON t.id = found.id
    GROUP BY t.id ORDER BY bool_or(found.exact) DESC, lower(t.key) ${C} LIMIT ${EACH}`;
}

const RECORD_KEY = Prisma.sql`left(lower(s.key), 200)`;
const RECORD_NAME = Prisma.sql`s.search_name`;

function recordsOf(text: string): Prisma.Sql {
  const by = (expression: Prisma.Sql) => Prisma.sql`
    (SELECT s.definition_id, s.key, ${expression} = ${text} AS exact FROM catalog_records s
     WHERE ${begins(expression, text)} ORDER BY ${expression} ${C} LIMIT ${EACH})`;
  return Prisma.sql`
    SELECT 'record' AS kind, d.id || '/' || r.key AS id,
      COALESCE(r.expected ->> 'name', r.expected ->> 'title', r.expected ->> 'label', r.key) AS title,
      concat_ws(' · ', d.title, r.key) AS detail, bool_or(found.exact) AS "isExact"
    FROM (${by(RECORD_KEY)} UNION ALL ${by(RECORD_NAME)}) found
    JOIN catalog_records r ON r.definition_id = found.definition_id AND r.key = found.key
    JOIN sync_definitions d ON d.id = r.definition_id
    GROUP BY d.id, r.definition_id, r.key ORDER BY bool_or(found.exact) DESC, length(r.key), r.key ${C} LIMIT ${EACH}`;
}

const RUN = Prisma.sql`'run' AS kind, r.id::text AS id, r.graph AS title,
  concat_ws(' · ', r.state::text, to_char(r.requested_at AT TIME ZONE 'UTC', 'YYYY-MM-DD'), r.key) AS detail`;

function runsByKey(text: string): Prisma.Sql {
  const key = Prisma.sql`lower(r.key)`;
  return Prisma.sql`SELECT ${RUN}, ${key} = ${text} AS "isExact" FROM runs r WHERE ${begins(key, text)}
    ORDER BY ${key} ${C} LIMIT ${EACH}`;
}

/** The newest runs of each graph that begins so. Graphs are few: their names are stepped through along the index. */
function runsByGraph(text: string): Prisma.Sql {
  return Prisma.sql`
    WITH RECURSIVE graphs AS (
      (SELECT graph FROM runs ORDER BY graph LIMIT 1)
      UNION ALL
      SELECT (SELECT r.graph FROM runs r WHERE r.graph > g.graph ORDER BY r.graph LIMIT 1) FROM graphs g
      WHERE g.graph IS NOT NULL
    )
    SELECT ${RUN}, false AS "isExact" FROM graphs g CROSS JOIN LATERAL (
      SELECT * FROM runs r WHERE r.graph = g.graph ORDER BY r.requested_at DESC LIMIT ${EACH}) r
    WHERE starts_with(lower(g.graph), ${text}) ORDER BY r.requested_at DESC LIMIT ${EACH}`;
}

/** A run's id, or how it begins, as people copy it from an address or a log. */
function runsById(text: string): Prisma.Sql[] {
  if (!/^[0-9a-f]{4,8}(-[0-9a-f-]*)?$/.test(text) || text.length > 36) return [];
  const fill = (digit: string) =>
    text + '00000000-0000-0000-0000-000000000000'.slice(text.length).replaceAll('0', digit);
  const [from, to] = [fill('0'), fill('f')];
  if (!UUID.test(from)) return [];
  return [
    Prisma.sql`SELECT ${RUN}, r.id::text = ${text} AS "isExact" FROM runs r
      WHERE r.id BETWEEN ${from}::uuid AND ${to}::uuid ORDER BY r.id LIMIT ${EACH}`,
  ];
}
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function sourcesOf(text: string): Prisma.Sql {
  return Prisma.sql`
    SELECT 'source' AS kind, s.id::text AS id, s.name AS title, s.kind::text AS detail,
      lower(s.name) = ${text} AS "isExact"
    FROM (SELECT * FROM sources ORDER BY name LIMIT ${FEW}) s WHERE strpos(lower(s.name), ${text}) > 0
    ORDER BY strpos(lower(s.name), ${text}), s.name LIMIT ${EACH}`;
}

function ruleSetsOf(text: string): Prisma.Sql {
  return Prisma.sql`
    SELECT 'rule_set' AS kind, s.slug AS id, s.title, s.slug AS detail,
      (s.slug = ${text} OR lower(s.title) = ${text}) AS "isExact"
    FROM (SELECT * FROM rule_sets ORDER BY slug LIMIT ${FEW}) s
    WHERE strpos(lower(s.slug || ' ' || s.title), ${text}) > 0 ORDER BY s.title LIMIT ${EACH}`;
}

function usersOf(text: string): Prisma.Sql {
  const by = (expression: Prisma.Sql) => Prisma.sql`
    (SELECT u.id, ${expression} = ${text} AS exact FROM users u WHERE ${begins(expression, text)}
     ORDER BY ${expression} ${C} LIMIT ${EACH})`;
  return Prisma.sql`
    SELECT 'user' AS kind, u.id::text AS id, u.name AS title, u.email AS detail, bool_or(found.exact) AS "isExact"
    FROM (${by(Prisma.sql`lower(u.name)`)} UNION ALL ${by(Prisma.sql`lower(u.email)`)}) found
    JOIN users u ON u.id = found.id
    GROUP BY u.id ORDER BY bool_or(found.exact) DESC, u.name LIMIT ${EACH}`;
}
