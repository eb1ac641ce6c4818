import { listConnections } from '@/lib/connections/data';
import { database } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { currentVersions } from '@/lib/rules/data';
import { checkColumns, checkNames } from './check';
import { readColumns } from './columns.data';
import { parseDefinition, type SyncDefinition } from './definition';
import { libraryTrouble, openLibrary } from './library';
import type { DefinitionError } from './schema';

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
    sources: senders.map(({ name }) => name),
    libraries: libraries.map(({ name }) => name),
  });
  const sender = senders.find(({ name }) => name === definition.source);
  const library = libraries.find(({ name }) => name === definition.library);
  if (library) {
    const columns = await columnsOf(library.id, definition);
    if (typeof columns === 'string') parsed.fault('target.connection', columns);
    else checkColumns(parsed, columns);
  }
  const errors = parsed.errors();
  if (errors.length > 0 || !sender || !library) return { errors, found: null };
  return { errors, found: { definition, senderId: sender.id, libraryId: library.id } };
}

/** The table's columns, or why they cannot be read. */
async function columnsOf(libraryId: string, { table }: SyncDefinition) {
  try {
    const library = await openLibrary(database(), libraryId);
    return await readColumns(library.pool, table).catch((thrown: unknown) => {
      throw libraryTrouble(library, thrown);
    });
  } catch (thrown) {
    // That it cannot be asked is a finding about the definition.
    if (thrown instanceof AppError) return `${thrown.message}.`;
    throw thrown;
  }
}
