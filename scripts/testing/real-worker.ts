import { registerJobs } from '@/lib/jobs';
import { startWorker } from '@/lib/runs/worker';
import { HASTY } from './hasty';

/** A worker with the real jobs in a process of its own, to be killed; impatient with a tracker that is slow to answer. */
const worker = await startWorker(registerJobs({ timing: HASTY }));
process.stdout.write(`ready ${worker.id}\n`);

process.on('SIGTERM', () => {
  void worker.stop().then(() => process.exit(0));
});
