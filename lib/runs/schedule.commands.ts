import { type Clock, systemClock } from '@/lib/core/clock';
import { transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { recordAudit } from '@/lib/people/audit.data';
import type { Actor } from '@/lib/people/schema';
import { Prisma } from '@/prisma/generated/client';
import { startRun } from './commands';
import { cronWords } from './cron-words';
import { parseGraphInput } from './outbox.data';
import { type AnyGraph, graphNamed } from './plan';
import { checkTiming, keyOf, nextDue } from './schedule';
import {
  deleteSchedule,
  insertSchedule,
  lockSchedule,
  type ScheduleSetting,
  writeSchedule,
} from './schedule.data';
import {
  type ChangeScheduleInput,
  type CreateScheduleInput,
  changeScheduleInput,
  createScheduleInput,
  type PreviewScheduleInput,
  type SchedulePreview,
} from './schedule.schema';
import { type ScheduleView, setScheduleInput } from './schema';

/** What ships and what there is to run: known above, handed in. */
type Known = { graphs: readonly AnyGraph[]; shipped: readonly ScheduleSetting[] };
type Deed = { actor: Actor; known: Known; clock?: Clock };
type DeedOnOne = Deed & { scheduleId: string };

/** Throws `conflict` for a name that is taken, `invalid_input` for a wrong pattern, zone, key, graph or input. */
export function createSchedule({
  actor,
  known,
  clock = systemClock,
  ...input
}: CreateScheduleInput & Deed): Promise<ScheduleView> {
  const values = createScheduleInput.parse(input);
  const setting = { ...values, keyFormat: values.keyFormat ?? `${values.name}:{minute}` };
  check(setting, known);
  return transaction(async (tx) => {
    const schedule = await insertSchedule(tx, setting, nextDue(setting, clock())).catch(
      nameTaken(setting.name),
    );
    const subject = { kind: 'schedule', id: schedule.id };
    await recordAudit(tx, actor, { action: 'schedule.created', subject, after: settingOf(schedule) });
    return schedule;
  });
}

/** Changes what is given; when it is due next is counted from now. One that ships keeps its name. */
export function changeSchedule({
  actor,
  known,
  scheduleId,
  clock = systemClock,
  ...input
}: ChangeScheduleInput & DeedOnOne): Promise<ScheduleView> {
  const values = changeScheduleInput.parse(input);
  return transaction(async (tx) => {
    const before = await lockSchedule(tx, scheduleId);
    const isShipped = known.shipped.some(({ name }) => name === before.name);
    if (isShipped && values.name !== undefined && values.name !== before.name) {
      const message = `“${before.name}” comes with Evenkeel and keeps its name`;
      throw new AppError('invalid_input', message, { errors: [{ path: 'name', message }] });
    }
    const setting = { ...settingOf(before), ...values };
    check(setting, known);
    const next = nextDue(setting, clock());
    const after = await writeSchedule(tx, scheduleId, setting, next).catch(nameTaken(setting.name));
    await recordAudit(tx, actor, {
      action: 'schedule.changed',
      subject: { kind: 'schedule', id: scheduleId },
      before: settingOf(before),
      after: settingOf(after),
    });
    return after;
  });
}

/** Puts one that ships back to what it was. Throws `conflict` for one that does not. */
export function restoreSchedule({
  actor,
  known,
  scheduleId,
  clock = systemClock,
}: DeedOnOne): Promise<ScheduleView> {
  return transaction(async (tx) => {
    const before = await lockSchedule(tx, scheduleId);
    const shipped = known.shipped.find(({ name }) => name === before.name);
    if (!shipped) throw new AppError('conflict', `“${before.name}” does not come with Evenkeel`);
    const after = await writeSchedule(tx, scheduleId, shipped, nextDue(shipped, clock()));
    await recordAudit(tx, actor, {
      action: 'schedule.restored',
      subject: { kind: 'schedule', id: scheduleId },
      before: settingOf(before),
      after: settingOf(after),
    });
    return after;
  });
}

/** Throws `conflict` for one that ships: the next start would bring it back. */
export function removeSchedule({ actor, known, scheduleId }: DeedOnOne): Promise<void> {
  return transaction(async (tx) => {
    const before = await lockSchedule(tx, scheduleId);
    if (known.shipped.some(({ name }) => name === before.name)) {
      throw new AppError('conflict', `“${before.name}” comes with Evenkeel; switch it off instead`);
    }
    await deleteSchedule(tx, scheduleId);
    await recordAudit(tx, actor, {
      action: 'schedule.removed',
      subject: { kind: 'schedule', id: scheduleId },
      before: settingOf(before),
    });
  });
}

/** Starts its run at once, without a key: the next one that is due starts all the same. */
export function runScheduleNow({ actor, known, scheduleId }: DeedOnOne): Promise<{ runId: string }> {
  return transaction(async (tx) => {
    const { graph, input } = await lockSchedule(tx, scheduleId);
    parseGraphInput(graphNamed(known.graphs, graph), input);
    const { runId } = await startRun(tx, { graph, input, actor, trigger: 'hand' });
    return { runId };
  });
}

const FIRES = 3;

/** What a pattern means: in words, its next fires, and what their runs would be called. Throws `invalid_input`. */
export function previewSchedule(
  { cron, timeZone, keyFormat = '{minute}' }: PreviewScheduleInput,
  now: Date,
): SchedulePreview {
  const timing = { cron, timeZone, keyFormat };
  checkTiming(timing);
  const next: Date[] = [];
  for (let after = now; next.length < FIRES; ) {
    const at = nextDue(timing, after);
    if (!at) break;
    next.push(at);
    after = at;
  }
  return {
    words: cronWords(cron),
    next: next.map((at) => at.toISOString()),
    keys: next.map((at) => keyOf(keyFormat, at, timeZone)),
  };
}

function check(setting: ScheduleSetting, { graphs }: Known): void {
  parseGraphInput(graphNamed(graphs, setting.graph), setting.input);
  checkTiming(setting);
}

/** What a person set: the part that audit events compare. */
function settingOf(schedule: ScheduleView): ScheduleSetting {
  return setScheduleInput.parse(schedule);
}

function nameTaken(name: string) {
  return (error: unknown): never => {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') {
      const message = `there is a schedule named “${name}” already`;
      throw new AppError('conflict', message, { errors: [{ path: 'name', message }] });
    }
    throw error;
  };
}
