import { startDrainLoop } from '@/lib/catalog/drain-loop';
import { registerJobs } from '@/lib/jobs';
import { startWorker } from '@/lib/runs/worker';
import { HASTY } from './hasty';

/** A worker with the real jobs in a process of its own, to be killed; impatient with a tracker that is slow to answer. */
const worker = await startWorker(registerJobs({ timing: HASTY }));
const draining = startDrainLoop();
process.stdout.write(`ready ${worker.id}\n`);

process.on('SIGTERM', () => {
  void Promise.all([worker.stop(), draining.stop()]).then(() => process.exit(0));
});
