import { z } from 'zod';
import { DAY_MS } from '@/lib/core/clock';
import type { Reader } from '@/lib/core/db';
import * as figures from './overview.data';
import type { Overview } from './schema';
import { readGenerationSummaries } from './summary.data';

/** What a generation says of itself; record writes the first part, summarise the rest. */
export const generationSummary = z.object({
  resources: z.number().default(0),
  recommendations: z.number().default(0),
  opened: z.number().default(0),
  moved: z.record(z.string(), z.number()).default({}),
  rules: z
    .array(
      z.object({
        set: z.string(),
        rule: z.string(),
        judged: z.number().optional(), // resources of its domain; of old generations, all
        matched: z.number(),
        unknown: z.number(),
      }),
    )
    .default([]),
  unread: z.array(z.string()).default([]), // jobs whose source could not be read
  neverFires: z.array(z.string()).default([]),
  heldBack: z.number().default(0), // findings, by exemptions
  notCovered: z.array(z.object({ reason: z.string(), count: z.number() })).default([]),
  measured: z.number().default(0), // realised savings settled by it
});
export type GenerationSummary = z.infer<typeof generationSummary>;

/** "37 recommendations stay as they were: AWS bill was read in part. None closed, none counted as saved." */
export function describeNotCovered({ reason, count }: { reason: string; count: number }): string {
  const stay =
    count === 1 ? '1 recommendation stays as it was' : `${count} recommendations stay as they were`;
  return `${stay}: ${reason.replace(/\.$/, '')}. None closed, none counted as saved.`;
}

export function warningsOf({ unread, notCovered, neverFires }: GenerationSummary): string[] {
  return [
    ...unread.map((job) => `${job} was not read; nothing of its scope was judged`),
    ...notCovered.map(describeNotCovered),
    ...neverFires,
  ];
}

const OVERDUE_MS = 8 * DAY_MS;

/** Everything that Overview shows. */
export async function readOverview(reader: Reader, now: Date): Promise<Overview> {
  const { last, newestState, dataThrough } = await readGenerationSummaries(reader);
  const summary = generationSummary.parse(last?.summary ?? {});
  const [
    savings,
    realisationRate,
    costOfWaiting,
    verifiedByMonth,
    boards,
    people,
    notCovered,
    shadowed,
    reach,
  ] = await Promise.all([
    figures.readSavings(reader),
    figures.readRealisationRate(reader),
    figures.readCostOfWaiting(reader, now),
    figures.readVerifiedByMonth(reader),
    figures.readBoards(reader),
    figures.readNeedsPerson(reader),
    figures.readNotCovered(reader),
    figures.countShadowed(reader),
    figures.readReach(reader),
  ]);
  const { neverFires } = summary;
  return {
    ...{ savings, realisationRate, costOfWaiting, verifiedByMonth, boards, notCovered, shadowed },
    ...reach,
    ...people,
    neverFires,
    dataThrough: dataThrough?.toISOString() ?? null,
    lastGenerationAt: last?.recordedAt.toISOString() ?? null,
    lastGenerationId: last?.id ?? null,
    isGenerationOverdue: !last || now.getTime() - last.recordedAt.getTime() > OVERDUE_MS,
    generationState: newestState,
  } satisfies Overview;
}
