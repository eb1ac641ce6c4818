import { type Clock, systemClock } from '@/lib/core/clock';
import { database, type Transaction, transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { recordAudit } from '@/lib/people/audit.data';
import type { Actor } from '@/lib/people/schema';
import { releaseBody } from './body';
import { canonicalOf, type LibraryColumn } from './canonical';
import { readColumns } from './columns.data';
import type { Columns } from './compare';
import { definitionById, readDefinitionText } from './definitions.data';
import { libraryTrouble, openLibrary } from './library';
import * as data from './quarantine.data';
import type { QuarantineView } from './quarantine.schema';

/**
 * A held change waits → released (a delivery of its own writes it, without rules) | rejected (nothing is written) |
 * superseded (by the drain, when a later delivery takes its place).
 */
type By = { actor: Actor; clock?: Clock };
type Release = By & { id: string; note: string; values?: Columns };

/**
 * Lets a held change through, with `values` in place of what was held. Throws `conflict` where it is settled already, and
 * `invalid_input` for a value that its column cannot hold or that the change does not name.
 */
export async function releaseHeld({
  actor,
  id,
  note,
  values = {},
  clock = systemClock,
}: Release): Promise<QuarantineView> {
  const held = await data.readQuarantined(database(), id);
  const columns = await columnsOf(held.definitionId);
  return transaction(async (tx) => {
    const change = await lockOne(tx, id);
    await release(tx, change, { actor, note, now: clock(), given: writtenOf(change, values, columns) });
    await data.notifyDrains(tx);
    return data.readQuarantined(tx, id);
  });
}

/** Leaves a held change out for good. Throws `conflict` where it is settled already. */
export async function rejectHeld({
  actor,
  id,
  note,
  clock = systemClock,
}: By & { id: string; note: string }): Promise<QuarantineView> {
  await data.readQuarantined(database(), id);
  return transaction(async (tx) => {
    await reject(tx, await lockOne(tx, id), { actor, note, now: clock() });
    return data.readQuarantined(tx, id);
  });
}

type Many = By & { ids: string[]; deed: 'release' | 'reject'; note: string };

/** Settles what of these is still held and can be; the rest is skipped and stays as it is. */
export async function settleMany({
  actor,
  ids,
  deed,
  note,
  clock = systemClock,
}: Many): Promise<{ settled: number; skipped: number }> {
  const columns = deed === 'release' ? await columnsOfMany(ids) : null;
  return transaction(
    async (tx) => {
      const outcomes = await settleHeldOnes(tx, ids, { actor, note, now: clock() }, columns);
      const settled = [...outcomes.values()].filter((why) => why === null).length;
      return { settled, skipped: new Set(ids).size - settled };
    },
    { timeoutMs: 120_000 },
  );
}

/**
 * By id, why a change was not settled; null where it was. With the columns of their libraries they are released, without
 * them rejected.
 */
export async function settleHeldOnes(
  tx: Transaction,
  ids: readonly string[],
  told: Told,
  columns: Map<string, LibraryColumn[]> | null,
): Promise<Map<string, string | null>> {
  const outcomes = new Map<string, string | null>(ids.map((id) => [id, 'was settled already']));
  for (const change of await data.lockHeld(tx, ids)) {
    const given = columns && fittingOf(change, columns.get(change.definitionId) ?? []);
    if (columns === null) await reject(tx, change, told);
    else if (given) await release(tx, change, { ...told, given });
    const isLeft = columns !== null && given === null;
    outcomes.set(change.id, isLeft ? 'holds a value that its column cannot take' : null);
  }
  if (columns) await data.notifyDrains(tx);
  return outcomes;
}

async function lockOne(tx: Transaction, id: string): Promise<data.Held> {
  const [held] = await data.lockHeld(tx, [id]);
  if (held) return held;
  const { state } = await data.readQuarantined(tx, id);
  throw new AppError('conflict', `the change is ${state} already`);
}

type Told = { actor: Actor; note: string; now: Date };

async function release(
  tx: Transaction,
  change: data.Held,
  { actor, note, now, given }: Told & { given: Columns },
): Promise<void> {
  const by = actor.name;
  const columns = Object.keys(given);
  const deliveryId = await data.insertRelease(tx, change, { body: releaseBody(given), columns, by, now });
  await data.settleHeld(tx, change, { state: 'released', by, note, now, deliveryId });
  await recordAudit(tx, actor, {
    action: 'quarantine.released',
    subject: { kind: 'quarantined_change', id: change.id },
    after: { key: change.key, values: given, deliveryId, note },
  });
}

async function reject(tx: Transaction, change: data.Held, { actor, note, now }: Told): Promise<void> {
  await data.settleHeld(tx, change, { state: 'rejected', by: actor.name, note, now });
  await recordAudit(tx, actor, {
    action: 'quarantine.rejected',
    subject: { kind: 'quarantined_change', id: change.id },
    after: { key: change.key, fields: change.fields.map(({ field }) => field), note },
  });
}

/** What a release writes: what was held, or what a person gives in its place, each as its column can hold it. */
function writtenOf({ fields }: QuarantineView, values: Columns, columns: LibraryColumn[]): Columns {
  const names = fields.map(({ field }) => field);
  const unknown = Object.keys(values).filter((name) => !names.includes(name));
  const faults = unknown.map((name) => ({ path: `values.${name}`, message: 'this change does not hold it' }));
  if (names.length === 0) faults.push({ path: 'values.', message: 'the change names no column' });
  const written: Columns = {};
  for (const { field, to } of fields) {
    const column = columns.find(({ name }) => name === field);
    const canonical =
      column && canonicalOf(column, Object.hasOwn(values, field) ? (values[field] ?? null) : to);
    if (canonical?.ok) written[field] = canonical.text;
    else
      faults.push({
        path: `values.${field}`,
        message: canonical?.reason ?? 'the library has no such column',
      });
  }
  if (faults.length === 0) return written;
  const told = faults.map(({ path, message }) => `${path.slice('values.'.length)}: ${message}`).join('; ');
  throw new AppError('invalid_input', `it cannot be released: ${told}`, { errors: faults });
}

function fittingOf(change: QuarantineView, columns: LibraryColumn[]): Columns | null {
  try {
    return writtenOf(change, {}, columns);
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'invalid_input') return null; // it needs a value of a person's
    throw thrown;
  }
}

async function columnsOf(definitionId: string): Promise<LibraryColumn[]> {
  const definition = await definitionById(database(), definitionId);
  const library = await openLibrary(database(), definition.libraryId);
  return readColumns(library.pool, readDefinitionText(definition).table).catch((thrown: unknown) => {
    throw libraryTrouble(library, thrown);
  });
}

/** By definition; throws as the library does where it is away. */
export async function columnsOfMany(ids: string[]): Promise<Map<string, LibraryColumn[]>> {
  const columns = new Map<string, LibraryColumn[]>();
  for (const definitionId of await data.definitionsOfHeld(database(), ids))
    columns.set(definitionId, await columnsOf(definitionId));
  return columns;
}
