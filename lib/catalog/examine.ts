import { listConnections } from '@/lib/connections/data';
import { database } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { compileVersion, currentVersions, recommends } from '@/lib/rules/data';
import { checkColumns, checkNames } from './check';
import { readColumns } from './columns.data';
import { type Parsed, parseDefinition, type SyncDefinition } from './definition';
import { type Library, libraryTrouble, openLibrary } from './library';
import type { DefinitionError } from './schema';
import { refusalsToListen } from './trigger.data';

export type Examined = {
  errors: DefinitionError[];
  /** What was read, where nothing is wrong. */
  found: { definition: SyncDefinition; senderId: string; libraryId: string } | null;
};

/**
 * Everything that can be known of a definition's text: its form, the names in it, and whether the library's real columns take
 * what it says. A library that is away is a fault like any other.
 */
export async function examineDefinition(yaml: string): Promise<Examined> {
  const result = parseDefinition(yaml);
  if (!result.ok) return { errors: result.errors, found: null };
  const { parsed } = result;
  const { definition } = parsed;
  const [senders, libraries, sets] = await Promise.all([
    listConnections(database(), 'cms'),
    listConnections(database(), 'library'),
    currentVersions(database(), ['quality']),
  ]);
  checkNames(parsed, {
    qualitySets: sets.map(({ slug }) => slug),
    alertSets: sets.filter((set) => recommends(compileVersion(set))).map(({ slug }) => slug),
    sources: senders.map(({ name }) => name),
    libraries: libraries.map(({ name }) => name),
  });
  const sender = senders.find(({ name }) => name === definition.source);
  const library = libraries.find(({ name }) => name === definition.library);
  if (library) {
    const columns = await columnsOf(library.id, definition);
    if (typeof columns === 'string') parsed.fault('target.connection', columns);
    else {
      checkColumns(parsed, columns);
      if (definition.listen && columns.length > 0) await checkListening(parsed, library.id);
    }
  }
  const errors = parsed.errors();
  if (errors.length > 0 || !sender || !library) return { errors, found: null };
  return { errors, found: { definition, senderId: sender.id, libraryId: library.id } };
}

/** The table's columns, or why they cannot be read. */
function columnsOf(libraryId: string, { table }: SyncDefinition) {
  return asked(libraryId, (library) => readColumns(library.pool, table));
}

/** Faults the wish to hear of changes where our account may not make the trigger. */
async function checkListening({ definition, fault }: Parsed, libraryId: string): Promise<void> {
  const refusals = await asked(libraryId, ({ pool }) => refusalsToListen(pool, definition.table));
  for (const refusal of typeof refusals === 'string' ? [refusals] : refusals) fault('listen', refusal);
}

/** What the library answers, or why it cannot be asked. */
async function asked<T>(libraryId: string, ask: (library: Library) => Promise<T>): Promise<T | string> {
  try {
    const library = await openLibrary(database(), libraryId);
    return await ask(library).catch((thrown: unknown) => {
      throw libraryTrouble(library, thrown);
    });
  } catch (thrown) {
    // That it cannot be asked is a finding about the definition.
    if (thrown instanceof AppError) return `${thrown.message}.`;
    throw thrown;
  }
}
