import type { Reader, Transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import type { Page } from '@/lib/core/list';
import { readPage } from '@/lib/core/page';
import { Prisma } from '@/prisma/generated/client';
import type { ArmingCell, ArmingPlace, ArmingRow, ArmingState, ListArmingInput } from './arming.schema';

/** Which rule sets open tickets where. What a set does on a connection where nobody has decided: */
export function armingState(connection: Prisma.Sql, arming: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`COALESCE(${arming}.state::text, CASE WHEN ${connection}.is_sandbox THEN 'live' ELSE 'shadow' END)`;
}

const STATE = armingState(Prisma.sql`c`, Prisma.sql`a`);
const ARMED = Prisma.sql`connections c
  LEFT JOIN rule_set_arming a ON a.rule_set_id = s.id AND a.connection_id = c.id`;
const IS_TRACKER = Prisma.sql`c.kind = 'jira'`;
const CELLS = Prisma.sql`COALESCE((
  SELECT jsonb_agg(jsonb_build_object('connectionId', c.id, 'connection', c.name, 'connectionEnabled', c.enabled,
    'state', ${STATE}, 'isDefault', a.state IS NULL, 'decidedBy', a.changed_by,
    'decidedAt', to_char(a.changed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ORDER BY c.name)
  FROM ${ARMED} WHERE ${IS_TRACKER}), '[]') AS cells`;

type Row = Omit<ArmingRow, 'cells'> & { cells: ArmingCell[] };

/** The rule sets that find something to open tickets for, each on every connection. */
export async function pageArming(
  reader: Reader,
  { state, ruleSetId, ...list }: ListArmingInput,
): Promise<Page<ArmingRow>> {
  const like = list.q ? `%${list.q.replaceAll(/[\\%_]/g, '\\$&')}%` : null;
  const { rows, nextCursor } = await readPage<Row>(reader, {
    select: Prisma.sql`s.id::text AS id, s.slug, s.title, s.domain, s.enabled, ${CELLS}`,
    from: Prisma.sql`rule_sets s`,
    where: [
      Prisma.sql`s.domain <> 'policy'`,
      ...(like ? [Prisma.sql`(s.slug ILIKE ${like} OR s.title ILIKE ${like})`] : []),
      ...(ruleSetId ? [Prisma.sql`s.id = ${BigInt(ruleSetId)}`] : []),
      ...(state
        ? [Prisma.sql`EXISTS (SELECT FROM ${ARMED} WHERE ${IS_TRACKER} AND ${STATE} = ${state})`]
        : []),
    ],
    sorts: {
      title: { expression: Prisma.sql`lower(s.title)`, cast: 'text' },
      slug: { expression: Prisma.sql`s.slug`, cast: 'text' },
    },
    defaultSort: 'title',
    id: { expression: Prisma.sql`s.id`, cast: 'bigint' },
    list,
  });
  const items = rows.map(({ id, slug, title, domain, enabled, cells }) => ({
    ...{ id, slug, title, domain, enabled, cells },
  }));
  return { items, nextCursor } satisfies Page<ArmingRow>;
}

export type ArmedPlace = { slug: string; title: string; connection: string; state: ArmingState };

/** A rule set on a connection. Throws `not_found` for either. */
export async function readArmedPlace(
  reader: Reader,
  { ruleSetId, connectionId }: ArmingPlace,
): Promise<ArmedPlace> {
  const ruleSet = await reader.ruleSet.findUnique({ where: { id: BigInt(ruleSetId) } });
  if (!ruleSet) throw new AppError('not_found', `there is no rule set ${ruleSetId}`);
  const rows = await reader.$queryRaw<{ connection: string; state: ArmingState }[]>`
    SELECT c.name AS connection, ${STATE} AS state FROM rule_sets s CROSS JOIN ${ARMED}
    WHERE s.id = ${BigInt(ruleSetId)} AND c.id = ${connectionId}::uuid AND ${IS_TRACKER}`;
  const row = rows[0];
  if (!row) throw new AppError('not_found', `there is no connection ${connectionId}`);
  return { slug: ruleSet.slug, title: ruleSet.title, ...row };
}

type Decision = ArmingPlace & { state: ArmingState; at: Date; by: string };

/** Writes the decision and returns the one before it, null when nobody had decided. */
export async function replaceArming(
  tx: Transaction,
  { ruleSetId, connectionId, state, at, by }: Decision,
): Promise<ArmingState | null> {
  const key = { ruleSetId: BigInt(ruleSetId), connectionId };
  const before = await tx.ruleSetArming.findUnique({
    where: { ruleSetId_connectionId: key },
    select: { state: true },
  });
  const decided = { state, changedAt: at, changedBy: by };
  await tx.ruleSetArming.upsert({
    where: { ruleSetId_connectionId: key },
    create: { ...key, ...decided },
    update: decided,
  });
  return before?.state ?? null;
}
