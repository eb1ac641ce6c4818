import { type Reader, type Transaction, transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import type { Page } from '@/lib/core/list';
import { readPage, type SortColumn } from '@/lib/core/page';
import { parseRuleSet } from '@/lib/rules/parse';
import { Prisma } from '@/prisma/generated/client';
import {
  type BacktestDetail,
  type BacktestPage,
  type BacktestSummary,
  type BacktestView,
  backtestDetail,
  backtestSummary,
  type ListBacktestsInput,
} from './schema';

type NewBacktest = {
  ruleSetId: bigint;
  draftNumber: number;
  draftRevision: number;
  againstVersion: number;
  yaml: string;
  checksum: string;
  weeks: number | null;
  askedAt: Date;
  askedBy: string;
};

export async function insertBacktest(tx: Transaction, backtest: NewBacktest): Promise<string> {
  const { id } = await tx.backtest.create({ data: backtest, select: { id: true } });
  return id;
}

export async function setRun(tx: Transaction, id: string, runId: string): Promise<void> {
  await tx.backtest.update({ where: { id }, data: { runId } });
}

/** What a run is to do. Throws `not_found` when it was deleted meanwhile. */
export async function readAsked(reader: Reader, id: string) {
  const row = await reader.backtest.findUnique({ where: { id }, include: { ruleSet: true } });
  if (!row) throw new AppError('not_found', 'there is no such backtest any more');
  const { ruleSet, yaml, weeks, againstVersion, endedAt } = row;
  const against = await reader.ruleVersion.findUnique({
    where: { ruleSetId_version: { ruleSetId: ruleSet.id, version: againstVersion } },
    select: { id: true },
  });
  return {
    ruleSet,
    yaml,
    weeks,
    againstVersionId: against ? String(against.id) : null,
    isDone: endedAt !== null,
  };
}

type Result = { summary: BacktestSummary; detail: BacktestDetail };

/** Keeps the result; what a run before this one kept is the same and stays. */
export async function keepResult(id: string, { summary, detail }: Result, at: Date): Promise<void> {
  const { newTickets, resources } = summary;
  await transaction((tx) =>
    tx.backtest.updateMany({
      where: { id, endedAt: null },
      data: { endedAt: at, newTickets, resources, summary, detail },
    }),
  );
}

/** Its run says how it is; a run that was cleared away has ended. */
const STATE = Prisma.sql`CASE WHEN b.ended_at IS NOT NULL THEN 'done'
  WHEN r.state IN ('requested', 'running', 'cancelling') THEN 'running'
  WHEN r.state = 'cancelled' THEN 'cancelled' ELSE 'failed' END`;
const SELECT = Prisma.sql`b.id::text AS id, s.slug, b.draft_number AS "draftNumber",
  b.draft_revision AS "draftRevision", b.against_version AS "againstVersion", b.checksum, b.weeks,
  b.asked_at AS "askedAt", b.asked_by AS "askedBy", b.ended_at AS "endedAt", b.run_id::text AS "runId",
  ${STATE} AS state, b.new_tickets AS "newTickets", b.resources`;
const FROM = Prisma.sql`backtests b JOIN rule_sets s ON s.id = b.rule_set_id LEFT JOIN runs r ON r.id = b.run_id`;

const ASKED_AT: SortColumn = { expression: Prisma.sql`b.asked_at`, cast: 'timestamptz' };

type Row = Omit<BacktestView, 'askedAt' | 'endedAt'> & { askedAt: Date; endedAt: Date | null };

/** The backtests of a set, the newest first; of one text only, where its checksum is given. Throws `not_found`. */
export async function listBacktests(
  reader: Reader,
  { slug, checksum, ...list }: ListBacktestsInput,
): Promise<Page<BacktestView>> {
  if (!(await reader.ruleSet.findUnique({ where: { slug }, select: { id: true } }))) {
    throw new AppError('not_found', `there is no rule set ${slug}`);
  }
  const like = list.q ? `%${list.q.replaceAll(/[\\%_]/g, '\\$&')}%` : null;
  const { rows, nextCursor } = await readPage<Row>(reader, {
    select: SELECT,
    from: FROM,
    where: [
      Prisma.sql`s.slug = ${slug}`,
      ...(checksum === undefined ? [] : [Prisma.sql`b.checksum = ${checksum}`]),
      ...(like ? [Prisma.sql`b.asked_by ILIKE ${like}`] : []),
    ],
    sorts: {
      askedAt: ASKED_AT,
      newTickets: { expression: Prisma.sql`COALESCE(b.new_tickets, -1)`, cast: 'integer' },
    },
    defaultSort: '-askedAt',
    id: { expression: Prisma.sql`b.id`, cast: 'uuid' },
    list,
  });
  return { items: rows.map(viewOf), nextCursor };
}

/** One backtest with all that it came to. Throws `not_found`. */
export async function readBacktest(
  reader: Reader,
  { slug, id }: { slug: string; id: string },
): Promise<BacktestPage> {
  type Whole = Row & { title: string; yaml: string; summary: unknown; detail: unknown };
  const rows = await reader.$queryRaw<Whole[]>`
    SELECT ${SELECT}, s.title, b.yaml, b.summary, b.detail FROM ${FROM}
    WHERE s.slug = ${slug} AND b.id = ${id}::uuid`;
  const row = rows[0];
  if (!row) throw new AppError('not_found', `the rule set ${slug} has no backtest ${id}`);
  const parsed = parseRuleSet(row.yaml);
  return {
    ...viewOf(row),
    title: row.title,
    limits: parsed.ok ? (parsed.set.limits ?? {}) : {},
    summary: row.summary === null ? null : backtestSummary.parse(row.summary),
    detail: row.detail === null ? null : backtestDetail.parse(row.detail),
  } satisfies BacktestPage;
}

/** The newest backtest of exactly this text that is done; null where there is none. */
export async function latestOfText(
  reader: Reader,
  { ruleSetId, checksum }: { ruleSetId: bigint; checksum: string },
): Promise<{ id: string; newTickets: number; resources: number; againstVersion: number } | null> {
  const row = await reader.backtest.findFirst({
    where: { ruleSetId, checksum, endedAt: { not: null } },
    orderBy: [{ askedAt: 'desc' }, { id: 'desc' }],
    select: { id: true, newTickets: true, resources: true, againstVersion: true },
  });
  if (row?.newTickets === undefined || row.newTickets === null || row.resources === null) return null;
  const { id, newTickets, resources, againstVersion } = row;
  return { id, newTickets, resources, againstVersion };
}

function viewOf(row: Row): BacktestView {
  const { id, slug, draftNumber, draftRevision, againstVersion, checksum, weeks, askedBy, runId } = row;
  const { state, newTickets, resources } = row;
  return {
    ...{ id, slug, draftNumber, draftRevision, againstVersion, checksum, weeks, askedBy, runId },
    ...{ state, newTickets, resources },
    askedAt: row.askedAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  } satisfies BacktestView;
}
