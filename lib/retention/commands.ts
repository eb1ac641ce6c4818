import { type Clock, systemClock } from '@/lib/core/clock';
import { transaction } from '@/lib/core/db';
import { recordAudit } from '@/lib/people/audit.data';
import type { Actor } from '@/lib/people/schema';
import { keepDaysOf, writeRetention } from './data';
import { type SetRetentionInput, setRetentionInput } from './schema';

/** Says how long a kind is kept; what goes is deleted by the next run. */
export function setRetention({
  actor,
  clock = systemClock,
  ...input
}: SetRetentionInput & { actor: Actor; clock?: Clock }): Promise<SetRetentionInput> {
  const values = setRetentionInput.parse(input);
  return transaction(async (tx) => {
    const before = { keepDays: await keepDaysOf(tx, values.kind) };
    await writeRetention(tx, values, { at: clock(), by: actor.name });
    await recordAudit(tx, actor, {
      action: 'retention.changed',
      subject: { kind: 'retention', id: values.kind },
      before,
      after: { keepDays: values.keepDays },
    });
    return values;
  });
}
