import { type Clock, systemClock } from '@/lib/core/clock';
import { transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { recordAudit } from '@/lib/people/audit.data';
import type { Actor } from '@/lib/people/schema';
import { definitionById } from './definitions.data';
import * as data from './ignores.data';
import type { IgnoreInput, IgnoreView } from './schema';

type By = { actor: Actor; clock?: Clock };

/** Sets a field of one record, or of all, aside until a day. Throws `not_found`, and `invalid_input` for a day that is past. */
export function ignoreField({ actor, clock = systemClock, ...input }: IgnoreInput & By): Promise<IgnoreView> {
  const now = clock();
  if (new Date(input.until) <= now) {
    const message = 'until must be in the future';
    throw new AppError('invalid_input', message, { errors: [{ path: 'until', message }] });
  }
  return transaction(async (tx) => {
    await definitionById(tx, input.definitionId);
    const id = await data.insertIgnore(tx, input, actor.name);
    await data.markIgnored(tx, { definitionId: input.definitionId, now });
    await recordAudit(tx, actor, {
      action: 'drift.ignored',
      subject: { kind: 'exception', id },
      after: input,
    });
    const made = (await data.listIgnores(tx, { definitionId: input.definitionId, now })).find(
      (one) => one.id === id,
    );
    if (made === undefined) throw new AppError('internal', 'the exception was written and is not there');
    return made;
  });
}

/** Looks at a field again from now on. Throws `not_found`. */
export function endIgnore({ actor, id, clock = systemClock }: By & { id: string }): Promise<{ id: string }> {
  const now = clock();
  return transaction(async (tx) => {
    const before = await data.endIgnore(tx, id, now);
    await data.markIgnored(tx, { definitionId: before.definitionId, now });
    await recordAudit(tx, actor, { action: 'drift.looked_at', subject: { kind: 'exception', id }, before });
    return { id };
  });
}
