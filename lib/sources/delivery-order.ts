import { type Loss, lossQuestion, olderQuestion, type Question } from './losses';
import type { DeliveryAnswer } from './schema';

/**
 * Which deliveries of one (source, billing account, month) count: a pure fold over all of them in the order of their
 * delivery times, so that it does not matter in which order they were processed.
 *
 *   overwrite            → base; what counted before is superseded
 *   append               → appended to the base; without a base, all appended ones together are the base
 *   nobody said which    → overwrite where nothing is lost, else waiting
 *   discard              → discarded
 *   a later base without loss, and the base's own bytes once more, end the waiting of what came before
 */
export type Handling = 'overwrite' | 'append' | 'discard';

export type Standing =
  | 'base'
  | 'appended'
  | 'superseded'
  | 'waiting'
  | 'discarded'
  | 'withdrawn'
  | 'incomplete';

/** The files of one delivery, for one billing account and month. */
export type DeliveryUnit = {
  id: bigint; // the first of its rows
  ids: bigint[];
  deliveredAt: Date;
  effectiveAt: Date;
  handling: Handling | null;
  isLate: boolean;
  onlyCorrections: boolean; // of what is appended: without a base it covers nothing
  isWithdrawn: boolean;
  isComplete: boolean; // all its parts are here
};

export type Decision = { standing: Standing; question: Question | null; loss: Loss | null };

/** What a delivery loses against what counts before it; asked only where it matters. There is at least one base. */
export type CompareDeliveries = (
  counting: { bases: DeliveryUnit[]; appended: DeliveryUnit[] },
  next: DeliveryUnit,
) => Promise<Loss>;

/** The decision about each unit, by its id. */
export async function decideDeliveries(
  month: Date,
  units: readonly DeliveryUnit[],
  compare: CompareDeliveries,
): Promise<Map<bigint, Decision>> {
  const decisions = new Map<bigint, Decision>();
  let base: DeliveryUnit | null = null;
  let appended: DeliveryUnit[] = [];
  let waiting: DeliveryUnit[] = [];
  const decide = (unit: DeliveryUnit, standing: Standing, more: Partial<Decision> = {}) =>
    decisions.set(unit.id, { standing, question: null, loss: null, ...more });

  for (const unit of units.toSorted(inOrder)) {
    const standing = apart(unit);
    if (standing) {
      decide(unit, standing);
      continue;
    }
    if (unit.handling === 'append') {
      appended.push(unit);
      decide(unit, 'appended');
      continue;
    }
    if (unit.handling === null && unit.isLate) {
      waiting.push(unit);
      decide(unit, 'waiting', { question: olderQuestion(month) });
      continue;
    }
    const counting: Parameters<CompareDeliveries>[0] = base
      ? { bases: [base], appended }
      : { bases: appended.filter(isMonth), appended: appended.filter((each) => !isMonth(each)) };
    const loss = counting.bases.length > 0 ? await compare(counting, unit) : null;
    const question = unit.handling === null && loss ? lossQuestion(loss, month) : null;
    if (question) {
      waiting.push(unit);
      decide(unit, 'waiting', { question, loss });
      continue;
    }
    for (const each of [...(base ? [base] : []), ...appended]) decide(each, 'superseded');
    for (const each of waiting) if (each.id < unit.id) decide(each, 'superseded');
    waiting = waiting.filter((each) => each.id > unit.id);
    base = unit;
    appended = [];
    decide(unit, 'base', { loss });
  }
  if (!base) for (const each of appended.filter(isMonth)) decide(each, 'base');
  for (const each of waiting) if (base && isConfirmedAfter(base, each)) decide(each, 'superseded');
  return decisions;
}

/**
 * What an answer makes of a delivery: its handling, and its new place in the order where it gets one. One that is older
 * than what counts is added as of now, else what counts would replace it.
 */
export function placeOfAnswer(
  answer: DeliveryAnswer,
  asked: Question['kind'],
  now: Date,
): { handling: Handling; effectiveAt: Date | null } {
  if (answer === 'overwrite_now') return { handling: 'overwrite', effectiveAt: now };
  return { handling: answer, effectiveAt: answer === 'append' && asked === 'older' ? now : null };
}

/** Whether rows that were appended are, without a base, the month itself. */
const isMonth = ({ onlyCorrections }: DeliveryUnit) => !onlyCorrections;

/** Whether what counts came again, the same to the byte, after a delivery that waits to replace it. */
function isConfirmedAfter(base: DeliveryUnit, waiting: DeliveryUnit): boolean {
  const { isLate, effectiveAt } = waiting;
  return !isLate && effectiveAt > base.effectiveAt && base.deliveredAt > effectiveAt;
}

/** Where a unit takes no part in the order at all. */
function apart(unit: DeliveryUnit): Standing | null {
  if (unit.isWithdrawn) return 'withdrawn';
  if (unit.handling === 'discard') return 'discarded';
  return unit.isComplete ? null : 'incomplete';
}

function inOrder(left: DeliveryUnit, right: DeliveryUnit): number {
  return left.effectiveAt.getTime() - right.effectiveAt.getTime() || (left.id < right.id ? -1 : 1);
}
