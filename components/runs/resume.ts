import type { RunDetail } from '@/lib/runs/schema';
import { isDone } from './states';

/** `lookUp` is the button that only looks after what is uncertain, where there is something. */
export type Resumption = { button: string; words: string; lookUp: string | null };

/**
 * What a resume will do, said before it is done. A distribution counts in tickets, by the progress of its job;
 * any other run in jobs. `uncertain` is how many effects of the ledger are.
 */
export function resumption(run: RunDetail, uncertain: number): Resumption {
  const left = run.jobs.filter(({ state, sealedBy }) => !isDone(state) && sealedBy === null);
  const distributions = left.flatMap(({ job, progress }) =>
    job === 'distribute' && progress?.total !== undefined
      ? [{ done: progress.done, total: progress.total }]
      : [],
  );
  const lookUp = uncertain > 0 ? `Look up ${uncertain} only` : null;
  const lookedUp = uncertain > 0 ? ` ${uncertain} uncertain, looked up first.` : '';
  if (distributions.length > 0) {
    const done = distributions.reduce((sum, progress) => sum + progress.done, 0);
    const toCreate = distributions.reduce((sum, { done, total }) => sum + Math.max(0, total - done), 0);
    const words = `${done} done, will be skipped. ${toCreate} will be created.${lookedUp} Nothing is sent twice.`;
    return { button: `Resume ${toCreate}`, words, lookUp };
  }
  const done = run.jobs.filter(({ state }) => isDone(state)).length;
  const again = left.length === 1 ? '1 job will run' : `${left.length} jobs will run`;
  const words = `${done} done, will be skipped. ${again}: ${left.map(({ name }) => name).join(', ')}.${lookedUp} Nothing is sent twice.`;
  return { button: 'Resume', words, lookUp };
}
