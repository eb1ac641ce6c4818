import { z } from 'zod';
import type { Reader } from '@/lib/core/db';
import { countEffectsTried } from '@/lib/effects/views.data';
import { plan } from '@/lib/runs/schema';
import type { RunEffects } from './schema';

/** What a run's jobs with trackers did outside. A connection has one such job at a time, so their times tell. */
const TRACKING = ['distribute', 'look-up'];
const ofConnection = z.object({ connectionId: z.uuid() });

/** The effects that each distribution of a run tried, by the state they are in now. A run that is none has none. */
export async function effectsOfRun(reader: Reader, runId: string): Promise<RunEffects> {
  const run = await reader.run.findUnique({
    where: { id: runId },
    select: {
      plan: true,
      jobs: {
        where: { job: { in: TRACKING } },
        orderBy: { position: 'asc' },
        select: { name: true, attempts: { select: { startedAt: true, endedAt: true } } },
      },
    },
  });
  const planned = new Map(
    plan
      .catch([])
      .parse(run?.plan)
      .map((job) => [job.name, job]),
  );
  const items: RunEffects['items'] = [];
  for (const { name, attempts } of run?.jobs ?? []) {
    const input = ofConnection.safeParse(planned.get(name)?.input);
    if (!input.success || attempts.length === 0) continue;
    const from = earliest(attempts.map(({ startedAt }) => startedAt));
    const to = latest(attempts.map(({ endedAt }) => endedAt ?? new Date()));
    const states = await countEffectsTried(reader, { ...input.data, from, to });
    items.push({ job: name, ...input.data, states });
  }
  return { items } satisfies RunEffects;
}

const earliest = (moments: Date[]) => new Date(Math.min(...moments.map(Number)));
const latest = (moments: Date[]) => new Date(Math.max(...moments.map(Number)));
