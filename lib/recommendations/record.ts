import type { Clock } from '@/lib/core/clock';
import { type Transaction, transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { clearCandidates, countCandidates } from './candidates.data';
import { keepSummary, lockGenerationById, stampGeneration } from './generation.data';
import { type LifecycleEvent, move } from './lifecycle';
import { lockTouchedLineages, type MadeMove, type TouchedLineage, writeMoves } from './lineages.data';
import * as data from './record.data';
import { settleStanding } from './standing';
import type { GenerationSummary } from './summary';

export type Recorded = {
  generationId: string;
  recommendations: number;
  opened: number; // lineages
  repeatsMapped: number; // to the ticket of their lineage
  moved: Record<string, number>; // by event
};

/** Lots of rows on a slow machine; the work is a handful of statements. */
const RECORD_TIMEOUT_MS = 15 * 60_000;
const ACTOR = 'generation';

type Given = {
  generationId: string;
  candidates: number; // that evaluate counted
  told: Pick<GenerationSummary, 'resources' | 'rules' | 'neverFires' | 'heldBack' | 'unread'>; // what evaluate has to say
  clock: Clock;
};

/**
 * Records a generation in one transaction: candidates become recommendations, join or open lineages, move lifecycles
 * and map repeats to their ticket, and the success is stamped. Null when it was recorded before, for instance by an
 * attempt that died after its commit. Throws `conflict` when the candidates are not those that evaluate counted.
 */
export function recordGeneration(given: Given): Promise<Recorded | null> {
  return transaction((tx) => recordIn(tx, given), { timeoutMs: RECORD_TIMEOUT_MS });
}

async function recordIn(tx: Transaction, given: Given): Promise<Recorded | null> {
  const { generationId, candidates, told, clock } = given;
  const generation = await lockGenerationById(tx, generationId);
  if (generation.state === 'recorded') return null;
  if (generation.state === 'failed')
    throw new AppError('conflict', `generation ${generationId} was given up`);
  const staged = await countCandidates(tx, generationId);
  if (staged !== candidates) {
    throw new AppError(
      'conflict',
      `evaluate found ${candidates} recommendations, and ${staged} are there to record`,
    );
  }
  const touched = await lockTouchedLineages(tx, generationId);
  const recommendations = await data.insertRecommendations(tx, generationId);
  await data.attachLineages(tx, generationId);
  const opened = await data.insertFirstEvents(tx, generationId, ACTOR);
  const recordedAt = clock();
  const moves = touched.flatMap((lineage) => movesOf(lineage, generation.startedAt, recordedAt));
  await writeMoves(tx, moves, ACTOR);
  const repeatsMapped = await data.mapRepeats(tx, generationId);
  await settleStanding(tx, recordedAt);
  await stampGeneration(tx, generationId, recordedAt);
  await clearCandidates(tx, generationId);
  const recorded = { recommendations, opened, repeatsMapped, moved: countEvents(moves) };
  await keepSummary(tx, generationId, { ...told, ...recorded });
  return { generationId, ...recorded };
}

function movesOf(lineage: TouchedLineage, startedAt: Date, at: Date): MadeMove[] {
  const event = eventOf(lineage, startedAt, at);
  const made = event && move(lineage, event);
  return made ? [{ lineageId: lineage.lineageId, from: lineage.status, at, move: made }] : [];
}

function eventOf(lineage: TouchedLineage, startedAt: Date, at: Date): LifecycleEvent | null {
  if (lineage.isFound) return { kind: 'found', at, dataFrom: lineage.dataFrom };
  const { absence: kind, absenceReason: reason } = lineage;
  if (kind === null || reason === null) return null;
  const isJudgedTooEarly = kind === 'gone' && lineage.closedAt !== null && lineage.closedAt > startedAt;
  return isJudgedTooEarly
    ? { kind: 'not_covered', at, reason: 'Its ticket was closed while this generation was being made.' }
    : { kind, at, reason };
}

function countEvents(moves: MadeMove[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { move: made } of moves) counts[made.event] = (counts[made.event] ?? 0) + 1;
  return counts;
}
