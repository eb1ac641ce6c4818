import { transaction } from '@/lib/core/db';
import { log } from '@/lib/core/log';
import { systemActor } from '@/lib/people/schema';
import { startRun } from './commands';
import { dueNow, keyOf, nextDue } from './schedule';

type DueRow = {
  id: string;
  name: string;
  graph: string;
  input: unknown;
  cron: string;
  timeZone: string;
  keyFormat: string;
  nextDueAt: Date | null;
};

/**
 * Starts what is due, by key, so that many workers may look at once. A schedule that nobody could fire for a while
 * starts one run, the latest; one that cannot be read is switched off rather than tried for ever.
 */
export async function fireDueSchedules(now: Date): Promise<void> {
  for (let more = true; more; ) more = await fireNext(now);
}

function fireNext(now: Date): Promise<boolean> {
  return transaction(async (tx) => {
    const [schedule] = await tx.$queryRaw<DueRow[]>`
      SELECT id::text, name, graph, input, cron, time_zone AS "timeZone", key_format AS "keyFormat",
        next_due_at AS "nextDueAt"
      FROM schedules WHERE enabled AND next_due_at <= ${now}
      ORDER BY next_due_at LIMIT 1 FOR UPDATE SKIP LOCKED`;
    if (!schedule?.nextDueAt) return false;
    const next = nextDue(schedule, now);
    const due = dueNow(schedule, schedule.nextDueAt, now) ?? schedule.nextDueAt;
    await tx.schedule.update({
      where: { id: schedule.id },
      data: { lastDueAt: due, nextDueAt: next, enabled: next !== null },
    });
    const key = keyOf(schedule.keyFormat, due, schedule.timeZone);
    const { graph, input, name } = schedule;
    const actor = systemActor(`schedule ${name}`);
    const started = await startRun(tx, { graph, input, key, actor, trigger: 'schedule' });
    log().info({ schedule: name, key, run: started.runId, created: started.created }, 'schedule fired');
    return true;
  });
}
