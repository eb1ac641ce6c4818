import { type Clock, systemClock } from '@/lib/core/clock';
import { database, transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { recordAudit } from '@/lib/people/audit.data';
import type { Actor } from '@/lib/people/schema';
import { switchQualitySource } from '@/lib/sources/quality-snapshot.data';
import { parseDefinition, type SyncDefinition } from './definition';
import * as data from './definitions-view.data';
import { type Examined, examineDefinition } from './examine';
import { notifyDrains } from './quarantine.data';
import type { DefinitionDetail, DefinitionError, DefinitionView } from './schema';

type By = { actor: Actor; clock?: Clock };

/** What is wrong with a text, if anything; nothing is kept. */
export async function checkDefinition(yaml: string): Promise<{ valid: boolean; errors: DefinitionError[] }> {
  const { errors } = await examineDefinition(yaml);
  return { valid: errors.length === 0, errors };
}

type Save = By & { slug: string; yaml: string; baseVersion: number; note: string };

/**
 * Saves a text as the next version, in force at once where the sync is switched on; as the first one of a new sync, which
 * begins switched off. Throws `invalid_input` with the places of what is wrong, `conflict` when somebody saved since.
 */
export async function saveDefinition({
  actor,
  slug,
  yaml,
  baseVersion,
  note,
  clock = systemClock,
}: Save): Promise<DefinitionDetail> {
  const { definition, senderId, libraryId } = soundOf(await examineDefinition(yaml));
  if (definition.slug !== slug) throw refused('sync', `this sync is named “${slug}” and keeps its name`);
  return transaction(async (tx) => {
    const told = { yaml, note, by: actor.name, now: clock() };
    const stored = await data.lockDefinition(tx, slug);
    if ((stored?.version ?? 0) !== baseVersion) throw movedOn(stored?.version ?? 0, baseVersion);
    if (!stored) {
      const isMade = await data.insertDefinition(tx, {
        slug,
        title: definition.title,
        senderId,
        libraryId,
        ...told,
      });
      if (!isMade) throw movedOn(1, baseVersion);
    } else {
      const before = textOf(await data.yamlOfVersion(tx, stored));
      if (
        stored.senderId !== senderId ||
        stored.libraryId !== libraryId ||
        !isSameTable(before, definition)
      ) {
        throw refused(
          'target',
          'a sync keeps its source, its library and its table: make another one for others',
        );
      }
      const hasOtherColumns = columnNames(before) !== columnNames(definition);
      const version = stored.version + 1;
      await data.insertVersion(tx, {
        definitionId: stored.id,
        version,
        title: definition.title,
        hasOtherColumns,
        ...told,
      });
      if (stored.enabled) await notifyDrains(tx);
    }
    const saved = await data.readDefinition(tx, slug);
    await recordAudit(tx, actor, {
      action: 'sync.saved',
      subject: { kind: 'sync_definition', id: saved.id },
      after: { slug, version: saved.version, note },
    });
    return saved;
  });
}

/**
 * Switches a sync on or off. The first time, the workers take the library's rows as the baseline before they work on anything.
 * Throws `invalid_input` when the text in force does not fit the library (any more), and `conflict` when another sync of its
 * sender is on: a key of a sender has one order.
 */
export async function enableDefinition({
  actor,
  slug,
  enabled,
}: By & { slug: string; enabled: boolean }): Promise<DefinitionView> {
  const { yaml } = await data.readDefinition(database(), slug);
  if (enabled) soundOf(await examineDefinition(yaml));
  return transaction(async (tx) => {
    const stored = await data.lockDefinition(tx, slug);
    if (!stored) throw new AppError('not_found', `there is no sync ${slug}`);
    const other = enabled ? await data.otherEnabled(tx, stored) : null;
    if (other !== null)
      throw new AppError('conflict', `“${other}” is on for the same sender; switch it off first`);
    await data.writeEnabled(tx, stored.id, enabled);
    const sourceId = await switchQualitySource(tx, stored.id, enabled);
    if (enabled) await notifyDrains(tx);
    await recordAudit(tx, actor, {
      action: enabled ? 'sync.enabled' : 'sync.disabled',
      subject: { kind: 'sync_definition', id: stored.id },
      before: { slug, enabled: stored.enabled },
      after: { slug, enabled },
    });
    if (sourceId !== null) {
      await recordAudit(tx, actor, {
        action: enabled ? 'source.enabled' : 'source.disabled',
        subject: { kind: 'source', id: sourceId },
        before: { enabled: !enabled },
        after: { enabled },
      });
    }
    const { yaml: _text, versions: _versions, ...view } = await data.readDefinition(tx, slug);
    return view;
  });
}

function soundOf({ errors, found }: Examined) {
  if (found) return found;
  throw new AppError('invalid_input', 'the sync definition is not valid', { errors });
}

function textOf(yaml: string): SyncDefinition | null {
  const result = parseDefinition(yaml);
  return result.ok ? result.parsed.definition : null;
}

/** A text that an older version could read and this one cannot stands in nobody's way. */
function isSameTable(before: SyncDefinition | null, after: SyncDefinition): boolean {
  if (!before) return true;
  const placeOf = ({ table, keyColumn }: SyncDefinition) => [table.schema, table.name, keyColumn].join('\n');
  return placeOf(before) === placeOf(after);
}

const columnNames = (definition: SyncDefinition | null) =>
  (definition?.fields ?? [])
    .map(({ column }) => column)
    .sort()
    .join('\n');

function refused(path: string, message: string): AppError {
  return new AppError('invalid_input', message, { errors: [{ path, message }] });
}

function movedOn(version: number, seen: number): AppError {
  const told =
    version === 0
      ? 'there is no such sync any more: begin with version 0 to make it'
      : `version ${version} was saved while you edited version ${seen}. Your text is safe.`;
  return new AppError('conflict', told, { errors: [{ path: 'baseVersion', message: told }] });
}
