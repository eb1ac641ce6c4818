import type { CompiledRuleSet } from '@/lib/rules/compile';
import type { LibraryColumn } from './canonical';
import type { SyncDefinition } from './definition';
import type { TableShape } from './library.data';
import { type Mapping, mappingOf } from './map';

/** A definition made ready to be worked by: pure, and the same for every delivery of a batch. */
export type Sync = {
  definition: SyncDefinition;
  shape: TableShape;
  mappings: Mapping[];
  byColumn: ReadonlyMap<string, Mapping>;
  reads: ReadonlySet<string>; // the sender's fields that some column reads
  sets: QualitySet[];
  counted: ReadonlySet<string>; // columns whose changes within the hour are asked for
  required: string[]; // columns that a new row cannot do without
};
export type QualitySet = { slug: string; compiled: CompiledRuleSet };

const FLIPS = 'flips.';

/** Columns that the table does not have (any more) are left out: the check of the definition says so. */
export function makeSync(
  definition: SyncDefinition,
  columns: readonly LibraryColumn[],
  sets: QualitySet[],
): Sync | null {
  const known = new Map(columns.map((column) => [column.name, column]));
  const key = known.get(definition.keyColumn);
  if (!key) return null;
  const mappings = definition.fields.flatMap((field) => {
    const column = known.get(field.column);
    return column && column.kind !== null ? [mappingOf(field, column)] : [];
  });
  const asked = sets.flatMap(({ compiled }) => compiled.fieldsUsed());
  return {
    definition,
    shape: { table: definition.table, key, columns: mappings.map(({ column }) => column) },
    mappings,
    byColumn: new Map(mappings.map((mapping) => [mapping.column.name, mapping])),
    reads: new Set(mappings.flatMap(({ field }) => field.reads)),
    sets,
    counted: new Set(asked.flatMap((fact) => (fact.startsWith(FLIPS) ? [fact.slice(FLIPS.length)] : []))),
    required: mappings
      .filter(({ column }) => !column.isNullable && !column.hasDefault)
      .map(({ column }) => column.name),
  };
}
