import type { Reader } from '@/lib/core/db';
import type { Page } from '@/lib/core/list';
import { readPage } from '@/lib/core/page';
import { Prisma } from '@/prisma/generated/client';
import { connectionsById } from './data';
import type { ConnectionView, ListConnectionsInput } from './schema';

/** `standingOf` in SQL, worst first, for the list's order and filter; a test holds the two together. */
const STANDING = Prisma.sql`(CASE
  WHEN NOT c.enabled THEN '4 disabled'
  WHEN s.last_error IS NOT NULL OR c.last_test->>'ok' = 'false' THEN '0 failing'
  WHEN c.last_test IS NULL THEN '2 untested'
  WHEN c.last_test->'checks' @> '[{"state": "warn"}]' THEN '1 warned'
  ELSE '3 working' END)`;

const NEVER = Prisma.sql`'-infinity'::timestamptz`;
const text = (expression: Prisma.Sql) => ({ expression, cast: 'text' as const });
const time = (column: Prisma.Sql) => ({
  expression: Prisma.sql`COALESCE(${column}, ${NEVER})`,
  cast: 'timestamptz' as const,
});

const SORTS = {
  standing: text(Prisma.sql`${STANDING} || ' ' || c.name`),
  name: text(Prisma.sql`c.name`),
  lastTestedAt: time(Prisma.sql`c.last_tested_at`),
  lastReadAt: time(Prisma.sql`s.last_success_at`),
};

/** Connections a page at a time, the failing ones first. */
export async function pageConnections(
  reader: Reader,
  { standing, kind, ...list }: ListConnectionsInput,
): Promise<Page<ConnectionView>> {
  const words = list.q ? `%${list.q.replace(/[\\%_]/g, '\\$&')}%` : null;
  const { rows, nextCursor } = await readPage<{ id: string }>(reader, {
    select: Prisma.sql`c.id::text AS id`,
    from: Prisma.sql`connections c LEFT JOIN sync_cursors s ON s.connection_id = c.id`,
    where: [
      ...(words === null
        ? []
        : [Prisma.sql`(c.name ILIKE ${words} OR c.base_url ILIKE ${words} OR c.account ILIKE ${words})`]),
      ...(kind === undefined ? [] : [Prisma.sql`c.kind = ${kind}::"ConnectionKind"`]),
      ...(standing === undefined ? [] : [Prisma.sql`substr(${STANDING}, 3) = ${standing}`]),
    ],
    sorts: SORTS,
    defaultSort: 'standing',
    id: { expression: Prisma.sql`c.id`, cast: 'uuid' },
    list,
  });
  return {
    items: await connectionsById(
      reader,
      rows.map(({ id }) => id),
    ),
    nextCursor,
  };
}
