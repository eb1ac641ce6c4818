import { type Clock, systemClock } from '@/lib/core/clock';
import { transaction } from '@/lib/core/db';
import { recordAudit } from '@/lib/people/audit.data';
import type { Actor } from '@/lib/people/schema';
import { readArmedPlace, replaceArming } from './arming.data';
import type { ArmingPlace, ArmingState } from './arming.schema';

type ArmingDeed = ArmingPlace & { actor: Actor; state: ArmingState; clock?: Clock };

/** Says whether what a set finds becomes tickets on a connection. Throws `not_found`. */
export async function setArming({ actor, ruleSetId, connectionId, state, clock = systemClock }: ArmingDeed) {
  await transaction(async (tx) => {
    const { slug, connection } = await readArmedPlace(tx, { ruleSetId, connectionId });
    const before = await replaceArming(tx, { ruleSetId, connectionId, state, at: clock(), by: actor.name });
    await recordAudit(tx, actor, {
      action: 'rule_set.armed',
      subject: { kind: 'rule_set', id: ruleSetId },
      before: { state: before, connection, slug },
      after: { state, connection, slug },
    });
  });
  return { ruleSetId, connectionId, state };
}
