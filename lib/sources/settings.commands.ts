import { transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { recordAudit } from '@/lib/people/audit.data';
import type { Actor } from '@/lib/people/schema';
import { type ChangeSourceInput, focusConfig } from './schema';

/**
 * Changes settings of a bill's source; those that are not named stay, and null takes one away. They hold for what is
 * imported and read from then on. Throws `not_found`, and `invalid_input` for a source that is not a bill.
 */
export function changeSource({
  actor,
  id,
  config: changes,
}: ChangeSourceInput & { actor: Actor; id: string }): Promise<void> {
  return transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM sources WHERE id = ${id}::uuid FOR UPDATE`;
    const source = await tx.source.findUnique({ where: { id }, select: { kind: true, config: true } });
    if (!source) throw new AppError('not_found', 'there is no such source');
    if (source.kind !== 'focus') throw new AppError('invalid_input', 'only a bill has settings to change');
    const before = focusConfig.parse(source.config);
    const named = Object.entries({ ...before, ...changes }).filter(([, value]) => value !== null);
    const after = focusConfig.parse(Object.fromEntries(named));
    await tx.source.update({ where: { id }, data: { config: after } });
    await recordAudit(tx, actor, {
      action: 'source.changed',
      subject: { kind: 'source', id },
      before,
      after,
    });
  });
}
