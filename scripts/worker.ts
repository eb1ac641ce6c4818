import { version } from '@/package.json';
import { onStop, prepareMachine } from './start/machine';
import { fail } from './start/settings';

/** `npm run worker`: takes jobs from the database, on as many machines as wanted. */
try {
  await prepareMachine('worker');
  // Imported now: these need the generated client and the settings.
  const { ensureSchedules, registerJobs } = await import('@/lib/jobs');
  const { startWorker } = await import('@/lib/runs/worker');
  const { startDrainLoop } = await import('@/lib/catalog/drain-loop');
  const { startListenLoop } = await import('@/lib/catalog/listen-loop');
  const { closeDatabase } = await import('@/lib/core/db');
  await ensureSchedules(new Date());
  const worker = await startWorker({ ...registerJobs(), version });
  const draining = startDrainLoop();
  const listening = startListenLoop();
  onStop(async () => {
    await Promise.all([worker.stop(), draining.stop(), listening.stop()]);
    await closeDatabase();
  });
  process.send?.('ready');
} catch (error) {
  fail(error);
}
