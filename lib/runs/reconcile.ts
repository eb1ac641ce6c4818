import { database, transaction } from '@/lib/core/db';
import { log } from '@/lib/core/log';
import type { Engine } from './engine';
import { chained } from './plan';
import { endRun, finishRun, rebuildJobs } from './run.data';
import { jobState, plan, runMode } from './schema';

/**
 * One truth: the engine decides what runs and remembers what ran. This makes the rows say the same, for the runs that
 * are under way: jobs it knows to have ended are rewritten, a run it has ended is ended, one it lost is handed over
 * again, one whose workflow broke fails. Returns how many rows differed.
 */
export async function reconcile(engine: Engine): Promise<number> {
  const running = await database().run.findMany({
    where: { state: 'running' },
    select: { id: true, epoch: true, handedEpoch: true },
  });
  let differed = 0;
  for (const run of running) if (run.handedEpoch === run.epoch) differed += await reconcileRun(engine, run);
  if (differed > 0)
    log().warn({ rows: differed }, 'rows differed from what the engine remembers and were rebuilt');
  return differed;
}

async function reconcileRun(engine: Engine, { id, epoch }: { id: string; epoch: number }): Promise<number> {
  const memory = await engine.recall(id, epoch);
  return transaction(async (tx) => {
    const [run] = await tx.$queryRaw<{ plan: unknown; mode: unknown }[]>`
      SELECT plan, mode FROM runs WHERE id = ${id}::uuid AND epoch = ${epoch} AND state = 'running' FOR UPDATE`;
    if (!run) return 0; // it moved on while we asked
    if (memory.run === 'unknown') {
      await tx.$executeRaw`UPDATE runs SET handed_epoch = epoch - 1 WHERE id = ${id}::uuid`;
      return 1;
    }
    const rebuilt = await rebuildJobs(tx, id, memory.jobs);
    if (memory.run === 'broken') await endRun(tx, id, 'failed', `the engine gave up: ${memory.error}`);
    if (memory.run === 'ended') {
      const jobs = await tx.runJob.findMany({ where: { runId: id } });
      const states = Object.fromEntries(jobs.map((job) => [job.name, jobState.parse(job.state)]));
      const planned = chained(plan.parse(run.plan), runMode.parse(run.mode));
      await finishRun(tx, id, epoch, { plan: planned, states }, memory.jobs);
    }
    return rebuilt + (memory.run === 'active' ? 0 : 1);
  });
}
