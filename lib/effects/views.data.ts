import type { Reader } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import type { Page } from '@/lib/core/list';
import { containing, readPage, type SortColumn } from '@/lib/core/page';
import { type Effect, type EffectAttempt, Prisma } from '@/prisma/generated/client';
import { type EffectDetail, type EffectView, json, type ListEffectsInput } from './schema';

const SORTS: Record<string, SortColumn> = {
  id: { expression: Prisma.sql`e.id`, cast: 'bigint' },
  created: { expression: Prisma.sql`e.id`, cast: 'bigint' }, // ids are given in that order
  // What needs a person first.
  need: {
    expression: Prisma.sql`CASE e.state WHEN 'parked' THEN 1 WHEN 'rejected' THEN 2 WHEN 'uncertain' THEN 3
      WHEN 'sending' THEN 4 WHEN 'intended' THEN 5 ELSE 6 END`,
    cast: 'integer',
  },
};

/** The ledger as a list, what needs a person first. */
export async function listEffects(reader: Reader, input: ListEffectsInput): Promise<Page<EffectView>> {
  const where = [Prisma.sql`true`];
  if (input.state) where.push(Prisma.sql`e.state = ${input.state}::"EffectState"`);
  if (input.connectionId) where.push(Prisma.sql`e.connection_id = ${input.connectionId}::uuid`);
  if (input.subject) where.push(Prisma.sql`e.subject = ${input.subject}`);
  if (input.q) where.push(Prisma.sql`e.key ILIKE ${containing(input.q)}`);
  const { rows, nextCursor } = await readPage<{ id: bigint }>(reader, {
    select: Prisma.sql`e.id`,
    from: Prisma.sql`effects e`,
    where,
    sorts: SORTS,
    defaultSort: 'need',
    id: { expression: Prisma.sql`e.id`, cast: 'bigint' },
    list: input,
  });
  const ids = rows.map((row) => row.id);
  const effects = await reader.effect.findMany({ where: { id: { in: ids } } });
  const byId = new Map(effects.map((effect) => [effect.id, effect]));
  const items = ids.flatMap((id) => {
    const effect = byId.get(id);
    return effect ? [viewOf(effect)] : [];
  });
  return { items, nextCursor };
}

/** One effect with everything that was tried. Throws `not_found`. */
export async function readEffect(reader: Reader, effectId: string): Promise<EffectDetail> {
  const effect = /^\d{1,18}$/.test(effectId)
    ? await reader.effect.findUnique({
        where: { id: BigInt(effectId) },
        include: { history: { orderBy: { id: 'asc' } } },
      })
    : null;
  if (!effect) throw new AppError('not_found', `there is no effect ${effectId}`);
  return { ...viewOf(effect), history: effect.history.map(attemptView) } satisfies EffectDetail;
}

/** Everything done or intended about one subject, such as `lineage:41`, oldest first. */
export async function effectsOfSubjects(reader: Reader, subjects: string[]): Promise<EffectDetail[]> {
  const effects = await reader.effect.findMany({
    where: { subject: { in: subjects } },
    include: { history: { orderBy: { id: 'asc' } } },
    orderBy: { id: 'asc' },
  });
  return effects.map((effect) => ({ ...viewOf(effect), history: effect.history.map(attemptView) }));
}

/** How many effects of each state there are, by connection. */
export async function countEffects(
  reader: Reader,
  where: { connectionId?: string; state?: { in: EffectView['state'][] } } = {},
): Promise<{ connectionId: string; state: EffectView['state']; count: number }[]> {
  const groups = await reader.effect.groupBy({
    by: ['connectionId', 'state'],
    where,
    _count: true,
  });
  return groups.map((group) => ({
    connectionId: group.connectionId,
    state: group.state,
    count: group._count,
  }));
}

type Window = { connectionId: string; from: Date; to: Date };

/** The effects of a connection that something was tried about within a time, by the state they are in now. */
export async function countEffectsTried(
  reader: Reader,
  { connectionId, from, to }: Window,
): Promise<{ state: EffectView['state']; count: number }[]> {
  return reader.$queryRaw<{ state: EffectView['state']; count: number }[]>`
    SELECT e.state::text AS state, count(DISTINCT e.id)::int AS count
    FROM effect_attempts a JOIN effects e ON e.id = a.effect_id
    WHERE a.started_at BETWEEN ${from} AND ${to} AND a.deed <> 'answer'
      AND e.connection_id = ${connectionId}::uuid
    GROUP BY e.state ORDER BY e.state`;
}

const iso = (at: Date | null) => at?.toISOString() ?? null;

function viewOf(effect: Effect): EffectView {
  return {
    id: String(effect.id),
    key: effect.key,
    kind: effect.kind,
    subject: effect.subject,
    connectionId: effect.connectionId,
    state: effect.state,
    payload: json.parse(effect.payload),
    frozen: effect.frozen,
    attempts: effect.attempts,
    leaseUntil: iso(effect.leaseUntil),
    notBefore: iso(effect.notBefore),
    uncertainSince: iso(effect.uncertainSince),
    horizonAt: iso(effect.horizonAt),
    lookedUpAt: iso(effect.lookedUpAt),
    result: effect.result === null ? null : json.parse(effect.result),
    error: effect.error,
    createdAt: effect.createdAt.toISOString(),
    settledAt: iso(effect.settledAt),
  } satisfies EffectView;
}

function attemptView(attempt: EffectAttempt) {
  return {
    id: String(attempt.id),
    deed: attempt.deed,
    startedAt: attempt.startedAt.toISOString(),
    endedAt: iso(attempt.endedAt),
    outcome: attempt.outcome,
    status: attempt.status,
    detail: attempt.detail,
  };
}
