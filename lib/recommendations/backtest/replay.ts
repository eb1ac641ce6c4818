import type { Reader } from '@/lib/core/db';
import type { CompiledVersion } from '@/lib/rules/data';
import { readFactsOver } from '@/lib/sources/facts-history.data';
import { loadPlacement } from '../evaluate';
import { placeResource } from '../recommend';
import { type BoardRoute, Boards } from './boards';
import { newTickets, offerDifferences } from './compare';
import { SideFigures } from './figures';
import { findingsOf, NOTHING } from './findings';
import { readGrounds } from './grounds';
import { AbsenceJudge, type Placed } from './judging';
import { type Life, type Lived, live, type Seen } from './life';
import type { Replay } from './moments.data';
import { placesOf } from './places';
import { Samples } from './samples';
import type { BacktestDetail, BacktestSummary } from './schema';
import { readStanding, type StandingLineage } from './standing.data';

export type BacktestGiven = {
  reader: Reader;
  draft: CompiledVersion;
  published: CompiledVersion | null;
  others: CompiledVersion[]; // the sets beside it, as generations use them
  replay: Replay;
  isStanding: boolean; // from where recommendations stand now, not from an empty start
  routes: BoardRoute[];
  afterBatch?(resources: number): Promise<void>; // throws to stop
};

export type BacktestResult = { summary: BacktestSummary; detail: BacktestDetail };

/**
 * Judges a draft and the published text over stored readings, resource by resource through all moments, so that nothing
 * but the batch in hand and what is counted is held in memory. Writes nothing.
 */
export async function runBacktest(given: BacktestGiven): Promise<BacktestResult> {
  const { reader, replay, routes, draft, published } = given;
  const { moments } = replay;
  const placeOf = await loadPlacement();
  const grounds = await readGrounds(given);
  const boards = new Boards(routes);
  const sides = { draft: new SideFigures(moments.length), published: new SideFigures(moments.length) };
  const samples = new Samples();
  const counts = { resources: 0, newTickets: 0, byMoment: moments.map(() => 0) };
  const readings = moments.map(({ snapshotIds, at }) => ({ snapshotIds, now: at }));
  for await (const batch of readFactsOver(reader, readings)) {
    const judged = batch.map((known) => {
      const placed = known.map((one) => (one?.domain === 'finops' ? placeResource(one, placeOf(one)) : null));
      const find = (version: CompiledVersion | null) =>
        grounds.moments.map((judging, moment) => {
          const one = placed[moment];
          return one ? findingsOf(version, one, judging) : NOTHING;
        });
      return { placed, draft: find(draft), published: find(published) };
    });
    const standing = given.isStanding
      ? await readStandingOf(
          given,
          judged.map(({ placed }) => placed),
        )
      : NO_STANDING;
    await grounds.prepare(standing.all, judged);
    for (const { placed, ...found } of judged) {
      if (placed.every((one) => one === null)) continue; // of another domain
      counts.resources += 1;
      for (const [moment, one] of placed.entries())
        if (one) counts.byMoment[moment] = (counts.byMoment[moment] ?? 0) + 1;
      const own = standing.byResource.get(resourceIdOf(placed)) ?? [];
      const isQuiet = own.length === 0 && isNothing(found.draft) && isNothing(found.published);
      if (isQuiet) continue;
      const lived = {
        draft: liveThrough(given, {
          grounds,
          boards,
          placed,
          standing: own,
          found: found.draft,
          version: draft,
        }),
        published: liveThrough(given, {
          grounds,
          boards,
          placed,
          standing: own,
          found: found.published,
          version: published,
        }),
      };
      sides.draft.add(lived.draft);
      sides.published.add(lived.published);
      counts.newTickets += newTickets(lived);
      offerDifferences({ placed, ...lived, version: draft, moments }, samples);
    }
    await given.afterBatch?.(counts.resources);
  }
  const { resources } = counts;
  return {
    summary: {
      weeks: moments.map(({ week, generationId, at, snapshotIds }, moment) => ({
        ...{ week, generationId, at: at.toISOString(), readings: snapshotIds.length },
        resources: counts.byMoment[moment] ?? 0,
        draft: sides.draft.byMoment[moment] ?? { opens: 0, closes: 0 },
        published: sides.published.byMoment[moment] ?? { opens: 0, closes: 0 },
      })),
      missing: replay.missing,
      resources,
      newTickets: counts.newTickets,
      share: resources === 0 ? 0 : counts.newTickets / resources,
      draft: sides.draft.read(),
      published: sides.published.read(),
    },
    detail: { ...placesOf(sides, routes, moments.length), samples: samples.read() },
  };
}

const isNothing = (found: ReadonlyMap<string, unknown>[]): boolean => found.every(({ size }) => size === 0);
const resourceIdOf = (placed: Placed): string => placed.find((each) => each !== null)?.resourceId ?? '';

type Standing = { all: StandingLineage[]; byResource: Map<string, StandingLineage[]> };
const NO_STANDING: Standing = { all: [], byResource: new Map() };

async function readStandingOf({ reader }: BacktestGiven, batch: Placed[]): Promise<Standing> {
  const all = await readStanding(reader, batch.map(resourceIdOf));
  const byResource = new Map<string, StandingLineage[]>();
  for (const lineage of all) {
    const own = byResource.get(lineage.resourceId);
    if (own) own.push(lineage);
    else byResource.set(lineage.resourceId, [lineage]);
  }
  return { all, byResource };
}

type Through = {
  grounds: Awaited<ReturnType<typeof readGrounds>>;
  boards: Boards;
  placed: Placed;
  standing: StandingLineage[];
  found: Seen['findings'][];
  version: CompiledVersion | null;
};

function liveThrough({ draft, replay }: BacktestGiven, through: Through): Lived {
  const { grounds, boards, placed, standing, found, version } = through;
  if (!version) return { lives: [], happened: [], held: new Map(), counted: new Map() };
  const judge = new AbsenceJudge(
    grounds,
    version,
    placed,
    new Map(standing.map((each) => [each.lineageId, each])),
  );
  let owner: string | null = null;
  const seen = found.map((findings, moment) => {
    owner = placed[moment] ? placed[moment].owner : owner;
    return { findings, owner };
  });
  const before = standing.map((lineage) => lifeOf(lineage, draft.ruleSetId, boards));
  return live(seen, before, {
    boards,
    at: (moment) => replay.moments[moment]?.at ?? new Date(0),
    judge: (life, moment) => judge.judge(life, moment),
    judgeVerified: (life, moment) => judge.judgeVerified(life, moment),
    dataFrom: (life, moment) => judge.dataFrom(life, moment),
  });
}

function lifeOf(lineage: StandingLineage, ruleSetId: string, boards: Boards): Life {
  const { lineageId, action, owner, connectionId, projectKey, isTicketDone } = lineage;
  const { status, hasTicket, closedAt, verifiedAt, isRegressed, isCovered, notCoveredReason } = lineage;
  const { dismissedBy, dismissedReason, dismissedUntil, needsPerson } = lineage;
  const { ruleName: rule, savings, atStake, currency, reason, cashCost } = lineage;
  const place = connectionId !== null && projectKey !== null ? { connectionId, projectKey } : null;
  return {
    ...{ lineageId, action, owner, moment: -1 },
    state: {
      ...{ status, hasTicket, closedAt, verifiedAt, isRegressed, isCovered, notCoveredReason },
      ...{ dismissedBy, dismissedReason, dismissedUntil, needsPerson },
    },
    finding: { action, rule, savings, atStake, currency, reason, cashCost },
    isOwn: lineage.ruleSetId === ruleSetId,
    ticket: place && { board: boards.nameOf(place), owner, isDone: isTicketDone ?? false },
  };
}
