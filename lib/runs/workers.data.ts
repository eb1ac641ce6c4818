import type { Reader } from '@/lib/core/db';
import { applicationName } from './lifeline';

/** Workers by their heartbeat. One that is gone is told by its lock; one that hangs, by a beat that is too old. */
export async function beat(reader: Reader, id: string, version: string, labels: string[]): Promise<void> {
  await reader.$executeRaw`
    INSERT INTO workers (id, version, labels, started_at, beat) VALUES (${id}, ${version}, ${labels}, now(), now())
    ON CONFLICT (id) DO UPDATE SET beat = now(), stopped_at = NULL`;
}

export async function markStopped(reader: Reader, id: string): Promise<void> {
  await reader.$executeRaw`UPDATE workers SET stopped_at = now() WHERE id = ${id}`;
}

export async function listOtherWorkers(reader: Reader, id: string): Promise<string[]> {
  const others = await reader.worker.findMany({ where: { id: { not: id } }, select: { id: true } });
  return others.map((other) => other.id);
}

/** Shows what a dead worker was running as interrupted at the time of its last beat, and forgets the worker. */
export async function buryWorker(reader: Reader, id: string): Promise<void> {
  await reader.$executeRaw`
    WITH gone AS (
      UPDATE run_attempts a SET state = 'interrupted', error = 'its worker went away',
        ended_at = greatest(a.started_at, COALESCE((SELECT beat FROM workers WHERE id = ${id}), now()))
      WHERE worker_id = ${id} AND state = 'running'
      RETURNING run_id, name)
    UPDATE run_jobs j SET state = 'queued', reason = 'its worker went away; it runs again'
    FROM gone WHERE j.run_id = gone.run_id AND j.name = gone.name AND j.state = 'running'`;
  await reader.$executeRaw`DELETE FROM workers WHERE id = ${id}`;
}

/** Ends the connection of workers that hang: their locks go, and they learn of it should they wake up. */
export async function endHangingWorkers(reader: Reader, silentMs: number): Promise<void> {
  const hanging = await reader.$queryRaw<{ id: string }[]>`
    SELECT id FROM workers WHERE beat < now() - ${silentMs}::double precision * interval '1 millisecond'`;
  for (const { id } of hanging)
    await reader.$executeRaw`
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE application_name = ${applicationName(id)} AND datname = current_database()`;
}
