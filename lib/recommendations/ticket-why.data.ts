import type { Reader, Transaction } from '@/lib/core/db';
import { Prisma } from '@/prisma/generated/client';
import type { LastFinding } from './why.data';
import { type RecommendationWhy, whyView } from './why.schema';

type Frozen = LastFinding & { ticketId: string; frozenAt: Date; why: Prisma.InputJsonValue };

/** Keeps the reason of a ticket; the one that is kept stays. */
export async function insertFrozenWhy(tx: Transaction, frozen: Frozen): Promise<void> {
  const { ticketId, lineageId, recommendationId, ruleVersionId, judgedAt, frozenAt, why } = frozen;
  await tx.$executeRaw`
    INSERT INTO ticket_reasons (ticket_id, lineage_id, recommendation_id, rule_version_id, judged_at, frozen_at, why)
    VALUES (${ticketId}::bigint, ${lineageId}::bigint, ${recommendationId}::bigint, ${ruleVersionId}::bigint,
      ${judgedAt}, ${frozenAt}, ${JSON.stringify(why)}::jsonb)
    ON CONFLICT (ticket_id) DO NOTHING`;
}

type FrozenRow = {
  slug: string;
  version: number;
  judgedAt: Date;
  frozenAt: Date;
  ticketKey: string;
  why: unknown;
};

/** The reason that the present ticket of a lineage was opened for; null where it has none or an older one. */
export async function readFrozenWhy(reader: Reader, lineageId: string): Promise<RecommendationWhy['frozen']> {
  const rows = await reader.$queryRaw<FrozenRow[]>(Prisma.sql`
    SELECT s.slug, v.version, r.judged_at AS "judgedAt", r.frozen_at AS "frozenAt", t.key AS "ticketKey", r.why
    FROM lineages l JOIN ticket_reasons r ON r.ticket_id = l.ticket_id JOIN tickets t ON t.id = r.ticket_id
    JOIN rule_versions v ON v.id = r.rule_version_id JOIN rule_sets s ON s.id = v.rule_set_id
    WHERE l.id = ${lineageId}::bigint`);
  const [row] = rows;
  if (!row) return null;
  const { judgedAt, frozenAt, why, ...named } = row;
  return {
    ...named,
    at: judgedAt.toISOString(),
    frozenAt: frozenAt.toISOString(),
    why: whyView.parse(why),
  };
}
