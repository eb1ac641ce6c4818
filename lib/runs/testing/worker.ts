import { startWorker } from '../worker';
import { testGraphs, testJobs } from './scripted';

/** A worker in a process of its own, to be killed. Says when it is ready. */
const worker = await startWorker({ graphs: testGraphs, jobs: testJobs });
process.stdout.write(`ready ${worker.id}\n`);

process.on('SIGTERM', () => {
  void worker.stop().then(() => process.exit(0));
});
