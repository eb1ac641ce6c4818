import { type Clock, DAY_MS, systemClock } from '@/lib/core/clock';
import { type Transaction, transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { recordAudit } from '@/lib/people/audit.data';
import type { Actor } from '@/lib/people/schema';
import * as data from './data';
import type { CreateExemptionInput, ExemptionView } from './schema';
import { readThing, ruleSetExists } from './things.data';

/**
 * Exemptions are made, made longer and ended by people; none is changed otherwise and none is deleted. What they hold
 * back is judged by the next generation.
 */
type By = { actor: Actor; clock?: Clock };

/** None is for ever: what is right today is looked at again within two years. */
const LONGEST_MS = 731 * DAY_MS;

/** Throws `not_found` for a rule set or a resource that is not there, `invalid_input` for a day past or too far. */
export function createExemption({
  actor,
  clock = systemClock,
  ...input
}: CreateExemptionInput & By): Promise<ExemptionView> {
  const now = clock();
  return transaction(async (tx) => {
    const until = checkedUntil(input.until, now);
    const { ruleSet = null, action = null } = input;
    if (ruleSet !== null && !(await ruleSetExists(tx, ruleSet))) {
      throw new AppError('not_found', `there is no rule set ${ruleSet}`);
    }
    const thing = await readThing(tx, input.what);
    const row = { ...thing, ruleSet, action, until, reason: input.reason };
    const id = await data.insertExemption(tx, { ...row, createdAt: now, createdBy: actor.name });
    const after = { what: input.what, ruleSet, action, until: until.toISOString(), reason: input.reason };
    await recordAudit(tx, actor, { action: 'exemption.created', subject: subjectOf(id), after });
    return data.readExemption(tx, id, now);
  });
}

/** Lets it hold for longer. Throws `not_found`, `conflict` where it holds no more, `invalid_input` for a day before its own. */
export function extendExemption({
  actor,
  id,
  until: wanted,
  clock = systemClock,
}: By & { id: string; until: string }): Promise<ExemptionView> {
  const now = clock();
  return transaction(async (tx) => {
    const until = checkedUntil(wanted, now);
    const before = await lockHolding(tx, id, now);
    if (until <= before.until)
      throw refusedUntil('until must be after the day it has; end it to make it shorter');
    await data.moveUntil(tx, id, until);
    await recordAudit(tx, actor, {
      action: 'exemption.extended',
      subject: subjectOf(id),
      before: { until: before.until.toISOString() },
      after: { until: until.toISOString() },
    });
    return data.readExemption(tx, id, now);
  });
}

/** Ends it before its day: what it held back is found again. Throws `not_found`, and `conflict` where it holds no more. */
export function endExemption({
  actor,
  id,
  note = null,
  clock = systemClock,
}: By & { id: string; note?: string | null }): Promise<ExemptionView> {
  const now = clock();
  return transaction(async (tx) => {
    const { until } = await lockHolding(tx, id, now);
    await data.endExemption(tx, id, { at: now, by: actor.name, note });
    await recordAudit(tx, actor, {
      action: 'exemption.ended',
      subject: subjectOf(id),
      before: { until: until.toISOString() },
      after: { endedAt: now.toISOString(), note },
    });
    return data.readExemption(tx, id, now);
  });
}

async function lockHolding(tx: Transaction, id: string, now: Date): Promise<{ until: Date }> {
  const row = await data.lockExemption(tx, id);
  if (!row) throw new AppError('not_found', `there is no exemption ${id}`);
  if (row.endedAt !== null) throw new AppError('conflict', `exemption ${id} was ended by ${row.endedBy}`);
  if (row.until <= now) throw new AppError('conflict', `exemption ${id} has run out; make a new one`);
  return row;
}

function checkedUntil(text: string, now: Date): Date {
  const until = new Date(text);
  if (until <= now) throw refusedUntil('until must be in the future');
  if (until.getTime() > now.getTime() + LONGEST_MS)
    throw refusedUntil('until can be two years ahead at most');
  return until;
}

function refusedUntil(message: string): AppError {
  return new AppError('invalid_input', message, { errors: [{ path: 'until', message }] });
}

const subjectOf = (id: string) => ({ kind: 'exemption', id });
