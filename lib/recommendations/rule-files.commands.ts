import { type Clock, systemClock } from '@/lib/core/clock';
import { database } from '@/lib/core/db';
import type { Actor } from '@/lib/people/schema';
import { restoreVersion } from '@/lib/rules/editing/commands';
import { readVersion } from '@/lib/rules/editing/data';
import type { PublishedVersion, RestoreInput } from '@/lib/rules/editing/schema';
import { takeFiles } from '@/lib/rules/files/commands';
import type { TakeInput, Taken } from '@/lib/rules/files/schema';
import { limitsCheck } from './backtest/limits';
import { opinionOfText } from './second-opinion';

type By = { actor: Actor; clock?: Clock };

/** Takes files as `takeFiles` does; what is published at once keeps to what publishing a draft keeps to. */
export async function takeFilesWithinLimits({
  overrideReason,
  clock = systemClock,
  ...deed
}: By & TakeInput): Promise<Taken> {
  const checksOf = checksFor({ actor: deed.actor, overrideReason, clock });
  return takeFiles({ ...deed, clock, checksOf });
}

/** Publishes an older version again as `restoreVersion` does, by the same checks as a draft. */
export async function restoreWithinLimits({
  overrideReason,
  clock = systemClock,
  ...deed
}: By & RestoreInput): Promise<PublishedVersion> {
  const { yaml } = await readVersion(database(), deed);
  const checks = await checksFor({ actor: deed.actor, overrideReason, clock })(yaml);
  return restoreVersion({ ...deed, clock, checks });
}

function checksFor({
  actor,
  overrideReason,
  clock,
}: {
  actor: Actor;
  overrideReason: string | undefined;
  clock: Clock;
}) {
  return async (yaml: string) => [
    limitsCheck(actor, overrideReason),
    ...(await opinionOfText({ yaml, now: clock() })),
  ];
}
