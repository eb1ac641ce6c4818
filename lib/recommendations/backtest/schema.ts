import { z } from 'zod';
import { listInput } from '@/lib/core/list';

/** The graph and the job that run a backtest. */
export const BACKTEST = 'rules.backtest';
/** How far back one may be asked to go. */
export const MOST_WEEKS = 52;
/** Rows of each kind that are kept to look at. */
export const MOST_SAMPLES = 50;

/**
 * What a rule set does in a backtest. A ticket is closed when its finding is withdrawn, verified or resolved (it is told
 * by a comment; nobody else moves in a replay), and rerouted when its finding belongs to another board or owner now.
 */
export const DEEDS = ['opens', 'closes', 'reopens', 'reroutes'] as const;
/** `changes`: both find it, and say something else of it. */
export const SAMPLE_KINDS = [...DEEDS, 'changes'] as const;
export const backtestState = z.enum(['running', 'done', 'cancelled', 'failed']);
export type BacktestState = z.infer<typeof backtestState>;
export type Deed = (typeof DEEDS)[number];
export type SampleKind = (typeof SAMPLE_KINDS)[number];

const money = z.object({ currency: z.string(), amount: z.string(), count: z.int() });
export type Money = z.infer<typeof money>;

/** `savings` are of the recommendations that count, a month. */
const tally = z.object({ recommendations: z.int(), tickets: z.int(), savings: z.array(money) });
export type Tally = z.infer<typeof tally>;

/** `stands`: what is open in the end; `tickets` of it have one. `held`: of what has none, what it waits for. */
const side = z.object({
  opens: tally,
  closes: tally,
  reopens: tally,
  reroutes: tally,
  stands: tally,
  held: z.array(
    z.object({ reason: z.enum(['excluded', 'not covered', 'no route', 'floor']), count: z.int() }),
  ),
});
export type BacktestSide = z.infer<typeof side>;

const weekFigures = z.object({ opens: z.int(), closes: z.int() }); // tickets
const replayedWeek = z.object({
  week: z.string().nullable(), // 2026-W47; null: readings that no generation was made of
  generationId: z.string().nullable(),
  at: z.iso.datetime(), // the moment at which its readings were judged
  readings: z.int(),
  resources: z.int(),
  draft: weekFigures,
  published: weekFigures,
});

/** `newTickets`: the draft opens them and the published version does not; `share`: those, of the resources judged. */
export const backtestSummary = z.object({
  weeks: z.array(replayedWeek),
  missing: z.array(z.object({ week: z.string(), why: z.string() })), // asked for, and not replayed
  resources: z.int(),
  newTickets: z.int(),
  share: z.number(),
  draft: side,
  published: side,
});
export type BacktestSummary = z.infer<typeof backtestSummary>;

const places = z.object({
  opens: z.int(),
  closes: z.int(),
  reopens: z.int(),
  reroutes: z.int(), // to here
  savings: z.array(money), // of the tickets opened
  beyondCap: z.int(), // of the tickets opened, those that would wait a week or more for the board's cap
});
export type PlaceFigures = z.infer<typeof places>;
const place = z.object({
  name: z.string().nullable(),
  note: z.string().nullable(),
  draft: places,
  published: places,
});
export type Place = z.infer<typeof place>;

/** What one side says of a resource; null where it says nothing. */
const said = z.object({
  action: z.string(),
  rule: z.string(),
  savings: z.string().nullable(),
  currency: z.string().nullable(),
  reason: z.string(),
  status: z.string(), // of its life, in the end
});
export type Said = z.infer<typeof said>;

const sample = z.object({
  kind: z.enum(SAMPLE_KINDS),
  resourceId: z.string(),
  name: z.string(),
  account: z.string(),
  resourceKind: z.string().nullable(),
  action: z.string(),
  owner: z.string().nullable(),
  board: z.string().nullable(),
  week: z.string().nullable(),
  hasTicket: z.boolean(),
  before: said.nullable(), // by the published version
  after: said.nullable(), // by the draft
  why: z.string(),
});
export type Sample = z.infer<typeof sample>;

export const backtestDetail = z.object({
  boards: z.array(place),
  owners: z.array(place),
  samples: z.array(sample),
});
export type BacktestDetail = z.infer<typeof backtestDetail>;

export const backtestView = z.object({
  id: z.uuid(),
  slug: z.string(),
  draftNumber: z.int(),
  draftRevision: z.int(),
  againstVersion: z.int(), // 0: nothing was published yet
  checksum: z.string(),
  weeks: z.int().nullable(), // null: the last readings, from where recommendations stand now
  askedAt: z.iso.datetime(),
  askedBy: z.string(),
  endedAt: z.iso.datetime().nullable(),
  runId: z.string().nullable(),
  state: backtestState,
  newTickets: z.int().nullable(),
  resources: z.int().nullable(),
});
export type BacktestView = z.infer<typeof backtestView>;

export const backtestPage = backtestView.extend({
  title: z.string(),
  limits: z.object({ newTickets: z.int().optional(), share: z.number().optional() }), // that the text declares
  summary: backtestSummary.nullable(), // null until it is done
  detail: backtestDetail.nullable(),
});
export type BacktestPage = z.infer<typeof backtestPage>;

const slug = z.string().max(80);
export const requestBacktestInput = z.object({
  slug,
  number: z.int().min(1).describe('The draft'),
  revision: z.int().min(1).optional().describe('Of the draft, as you have seen it last'),
  weeks: z
    .int()
    .min(1)
    .max(MOST_WEEKS)
    .optional()
    .describe(
      'Replay so many weeks from an empty start; without it the last readings, from where things stand',
    ),
});
export type RequestBacktestInput = z.infer<typeof requestBacktestInput>;
export const requestedBacktest = z.object({ id: z.uuid(), runId: z.uuid() });
export type RequestedBacktest = z.infer<typeof requestedBacktest>;
export const listBacktestsInput = listInput.extend({ slug, checksum: z.string().max(64).optional() });
export type ListBacktestsInput = z.infer<typeof listBacktestsInput>;
export const backtestIdInput = z.object({ slug, id: z.uuid() });
