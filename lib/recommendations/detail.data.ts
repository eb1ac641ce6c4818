import { z } from 'zod';
import { DAY_MS } from '@/lib/core/clock';
import type { Reader } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { whyTreeSchema } from '@/lib/rules/schema';
import { countedWords } from './counted-words';
import { readRecommendation } from './data';
import { readRationales } from './rationale.data';
import type { RecommendationDetail, RecommendationView } from './schema';
import { readBillSpan, readCoveredDays, readDailySeries } from './series.data';

const detailsShape = z.object({
  sources: z.array(z.string()).default([]),
  effort: z.string().nullable().default(null),
  risk: z.string().nullable().default(null),
  target: z.string().nullable().default(null),
  clampedFrom: z.string().nullable().default(null),
  freedCommitment: z.string().nullable().default(null),
  savingsUnknown: z.array(z.string()).default([]),
});

/** Everything about one recommendation: why, on what facts, its life, its ticket and what it cost day by day. */
export async function readRecommendationDetail(
  reader: Reader,
  lineageId: string,
): Promise<RecommendationDetail> {
  const view = /^\d{1,18}$/.test(lineageId) ? await readRecommendation(reader, lineageId) : null;
  if (!view) throw new AppError('not_found', `there is no recommendation ${lineageId}`);
  const [last, counting, facts, rivals, events, generations, costs] = await Promise.all([
    readLast(reader, lineageId),
    readCounting(reader, view),
    readFacts(reader, lineageId),
    readRivals(reader, lineageId),
    readEvents(reader, lineageId),
    readGenerations(reader, lineageId),
    readCosts(reader, lineageId, view.resourceId),
  ]);
  return {
    ...view,
    ...last,
    ...counting,
    facts,
    rivals,
    events,
    generations,
    costs,
  } satisfies RecommendationDetail;
}

async function readLast(reader: Reader, lineageId: string) {
  const lineage = await reader.lineage.findUniqueOrThrow({
    where: { id: BigInt(lineageId) },
    include: { last: { include: { ruleVersion: true } } },
  });
  const { last, dismissedBy, dismissedReason, dismissedUntil } = lineage;
  const { sources, ...details } = detailsShape.parse(last.details);
  const why = whyTreeSchema.safeParse(last.why);
  const versionId = String(last.ruleVersionId);
  const rationales = await readRationales(reader, [versionId]);
  const named = await reader.source.findMany({
    where: { id: { in: sources } },
    select: { id: true, name: true },
  });
  return {
    ...details,
    dismissedBy,
    dismissedReason,
    dismissedUntil: dismissedUntil?.toISOString() ?? null,
    ruleVersion: last.ruleVersion.version,
    rationale: rationales.get(versionId) ?? '',
    why: why.success ? why.data : null,
    sources: named,
  };
}

/**
 * The facts of the generation that found it last, each with the reading it came from. What several readings tell is
 * there once, as the rules saw it: the later one's, an inventory's before a bill's. Tags add up, so each reading's stay.
 */
async function readFacts(reader: Reader, lineageId: string): Promise<RecommendationDetail['facts']> {
  const rows = await reader.$queryRaw<
    { name: string; value: unknown; money: string | null; source: string; through: Date | null }[]
  >`
    SELECT DISTINCT ON (fact.key, CASE WHEN fact.key = 'tags' THEN o.id END) fact.key AS name, fact.value, f.money->>fact.key AS money, o.name AS source, n.data_through AS through
    FROM lineages l
    JOIN recommendations r ON r.id = l.last_recommendation_id
    JOIN generation_snapshots gs ON gs.generation_id = r.generation_id
    JOIN snapshots n ON n.id = gs.snapshot_id
    JOIN sources o ON o.id = n.source_id
    JOIN resource_facts f ON f.snapshot_id = n.id AND f.resource_id = l.resource_id
    CROSS JOIN LATERAL jsonb_each(f.facts) fact
    WHERE l.id = ${lineageId}::bigint
    ORDER BY fact.key, CASE WHEN fact.key = 'tags' THEN o.id END, o.kind DESC, n.data_through DESC NULLS LAST, n.id DESC`;
  return rows.map(({ through, value, ...row }) => ({
    ...row,
    value: z.json().parse(value),
    dataThrough: through?.toISOString() ?? null,
  }));
}

/** Why less of it counts than it claims, and the one that counts in its place. */
async function readCounting(
  reader: Reader,
  { id, action, resourceId, savings, countedSavings: counted, currency }: RecommendationView,
): Promise<Pick<RecommendationDetail, 'countedLess' | 'cashCost'>> {
  const rows = await reader.$queryRaw<
    { cashCost: string | null; id: string | null; action: string; resourceId: string; name: string }[]
  >`
    SELECT l.cash_cost::text AS "cashCost", other.id::text AS id, other.action, other.resource_id::text AS "resourceId",
      COALESCE(s.name, s.native_id) AS name
    FROM lineages l LEFT JOIN lineages other ON other.id = l.excluded_by
    LEFT JOIN resources s ON s.id = other.resource_id WHERE l.id = ${id}::bigint`;
  const row = rows[0];
  const cashCost = row?.cashCost ?? null;
  const by = row?.id ? row : null;
  const words = countedWords({ action, resourceId, savings, counted, cashCost, currency, by });
  return { cashCost, countedLess: words === null ? null : { words, by: by?.id ?? null } };
}

async function readRivals(reader: Reader, lineageId: string): Promise<RecommendationDetail['rivals']> {
  return reader.$queryRaw<RecommendationDetail['rivals']>`
    SELECT other.id::text AS id, other.action, other.status::text AS status, other.monthly_savings::text AS savings
    FROM lineages l JOIN lineages other ON other.resource_id = l.resource_id AND other.id <> l.id
    WHERE l.id = ${lineageId}::bigint ORDER BY other.id DESC LIMIT 50`;
}

async function readEvents(reader: Reader, lineageId: string): Promise<RecommendationDetail['events']> {
  const rows = await reader.lineageEvent.findMany({
    where: { lineageId: BigInt(lineageId) },
    orderBy: { id: 'desc' },
    take: 200,
  });
  return rows.map(({ at, event, fromStatus, toStatus, detail, actor }) => ({
    ...{ event, detail, actor, from: fromStatus, to: toStatus },
    at: at.toISOString(),
  }));
}

async function readGenerations(
  reader: Reader,
  lineageId: string,
): Promise<RecommendationDetail['generations']> {
  const rows = await reader.recommendation.findMany({
    where: { firstRecommendationId: BigInt(lineageId) },
    include: { ruleVersion: { select: { version: true, ruleSet: { select: { slug: true } } } } },
    orderBy: { id: 'desc' },
    take: 200,
  });
  return rows.map((row) => ({
    recommendationId: String(row.id),
    generationId: String(row.generationId),
    at: row.createdAt.toISOString(),
    savings: row.monthlySavings?.toFixed() ?? null,
    currency: row.currency,
    set: row.ruleVersion.ruleSet.slug,
    version: row.ruleVersion.version,
    rule: row.ruleName,
    reason: row.reason,
  }));
}

const SHOWN_MS = 120 * DAY_MS;
const NOTHING = { cash: '0', committed: '0' };

async function readCosts(
  reader: Reader,
  lineageId: string,
  resourceId: string,
): Promise<RecommendationDetail['costs']> {
  const span = await readBillSpan(reader);
  const marks = await readMarks(reader, lineageId);
  if (!span) return { currency: null, days: [], marks };
  const from = new Date(Math.max(span.from.getTime(), span.through.getTime() - SHOWN_MS));
  const days = await readDailySeries(reader, { resourceIds: [resourceId], from, through: span.through });
  const currency = days[0]?.currency ?? null;
  const charged = new Map(days.filter((day) => day.currency === currency).map((day) => [day.day, day]));
  const covered = await readCoveredDays(reader, { resourceId, from, through: span.through });
  // From its first charge on, a covered day without one did cost nothing: that is how a fix shows.
  const first = [...charged.keys()].sort()[0];
  const shown = first === undefined ? [] : covered.filter((day) => day >= first);
  return {
    currency,
    days: [...new Set([...charged.keys(), ...shown])].sort().map((day) => {
      const { cash, committed } = charged.get(day) ?? NOTHING;
      return { day, cash, committed };
    }),
    marks,
  };
}

async function readMarks(reader: Reader, lineageId: string): Promise<RecommendationDetail['costs']['marks']> {
  const rows = await reader.$queryRaw<{ at: Date; label: string }[]>`
    SELECT t.created_at AS at, t.key || ' opened' AS label
    FROM lineages l JOIN tickets t ON t.id = l.ticket_id WHERE l.id = ${lineageId}::bigint
    UNION ALL
    SELECT m.at, m.to_status FROM lineages l JOIN ticket_moves m ON m.ticket_id = l.ticket_id
    WHERE l.id = ${lineageId}::bigint ORDER BY 1`;
  return rows.map(({ at, label }) => ({ at: at.toISOString(), label }));
}
