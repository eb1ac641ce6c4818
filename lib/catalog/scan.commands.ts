import { transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import type { Actor } from '@/lib/people/schema';
import { startRun } from '@/lib/runs/commands';
import { definitionNamed } from './scan.data';
import { SCAN_DRIFT } from './scan.job';

/** Starts a scan; the run says how far it is. Throws `not_found`, and `conflict` for a sync that is switched off. */
export function startScan({ actor, slug }: { actor: Actor; slug: string }): Promise<{ runId: string }> {
  return transaction(async (tx) => {
    const definition = await definitionNamed(tx, slug);
    if (!definition) throw new AppError('not_found', `there is no sync “${slug}”`);
    if (!definition.enabled) throw new AppError('conflict', `${definition.title} is switched off`);
    const input = { definitionId: definition.id };
    const { runId } = await startRun(tx, { graph: SCAN_DRIFT, input, actor, trigger: 'deed' });
    return { runId };
  });
}
