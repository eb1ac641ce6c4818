import { didYouMean } from '@/lib/rules/suggest';
import { type ColumnKind, canonicalOf, type LibraryColumn } from './canonical';
import type { FieldType, Parsed, SyncField } from './definition';

/** What a definition is held against. */
export type KnownWorld = {
  columns: LibraryColumn[]; // of its table; none: there is no such table
  qualitySets: string[]; // slugs of the rule sets of domain quality
  alertSets: string[]; // those of them that recommend: they judge figures, not deliveries
  sources: string[]; // names of connections of kind cms
  libraries: string[]; // names of connections of kind library
};

const KINDS: Record<FieldType, readonly ColumnKind[]> = {
  text: ['text', 'char', 'uuid'],
  number: ['integer', 'numeric'],
  boolean: ['boolean'],
  date: ['date'],
  time: ['time', 'local_time'],
};

/** The type that fits a column by itself. */
export function typeOfColumn({ kind }: LibraryColumn): FieldType {
  const types: FieldType[] = ['text', 'number', 'boolean', 'date', 'time'];
  return types.find((type) => kind !== null && KINDS[type].includes(kind)) ?? 'text';
}

/** Faults a definition where it names a connection or a rule set that is not there. */
export function checkNames({ definition, fault }: Parsed, world: Omit<KnownWorld, 'columns'>): void {
  const { source, library, quality } = definition;
  if (!world.sources.includes(source)) {
    fault('source', `There is no CMS connection "${source}".${didYouMean(source, world.sources)}`);
  }
  if (!world.libraries.includes(library)) {
    fault(
      'target.connection',
      `There is no library connection "${library}".${didYouMean(library, world.libraries)}`,
    );
  }
  for (const slug of quality) {
    if (world.alertSets.includes(slug)) {
      fault(
        `quality.${slug}`,
        `"${slug}" recommends by figures of quality, by itself; it judges no deliveries.`,
      );
    } else if (!world.qualitySets.includes(slug)) {
      const judging = world.qualitySets.filter((known) => !world.alertSets.includes(known));
      fault(`quality.${slug}`, `There is no quality rule set "${slug}".${didYouMean(slug, judging)}`);
    }
  }
}

/** Faults a definition where the library's table cannot take what it says. */
export function checkColumns({ definition, fault }: Parsed, columns: LibraryColumn[]): void {
  const { table, keyColumn, fields, unique } = definition;
  if (columns.length === 0) {
    fault('target.table', `The library has no table ${table.schema}.${table.name}, or we may not see it.`);
    return;
  }
  const known = new Map(columns.map((column) => [column.name, column]));
  const key = known.get(keyColumn);
  if (!key) {
    fault('target.key', `The table has no column "${keyColumn}".${didYouMean(keyColumn, known.keys())}`);
  } else if (!key.isKey || key.kind === null) {
    fault(
      'target.key',
      `"${keyColumn}" does not tell rows apart: it needs a primary key or UNIQUE and NOT NULL.`,
    );
  }
  for (const field of fields) checkField(field, known, { keyColumn, fault });
  const named = fields.map(({ column }) => column);
  for (const column of unique) {
    if (named.includes(column)) continue;
    fault(`unique.${column}`, `"${column}" is not among the fields.${didYouMean(column, named)}`);
  }
  const unmet = columns.filter(
    ({ name, isNullable, hasDefault, isGenerated }) =>
      !isNullable && !hasDefault && !isGenerated && name !== keyColumn && !named.includes(name),
  );
  for (const { name } of unmet) {
    fault('fields', `"${name}" may not be empty and has no default, so no row could be added without it.`);
  }
}

type Place = { keyColumn: string; fault: Parsed['fault'] };

function checkField(field: SyncField, known: Map<string, LibraryColumn>, { keyColumn, fault }: Place): void {
  const place = `fields.${field.column}`;
  const column = known.get(field.column);
  if (!column) {
    fault(place, `The table has no column "${field.column}".${didYouMean(field.column, known.keys())}`);
    return;
  }
  if (field.column === keyColumn) fault(place, 'The key is set by itself and is no field.');
  if (column.isGenerated) fault(place, `The library makes the values of "${field.column}" itself.`);
  if (column.kind === null) {
    fault(place, `A column of type ${column.type} cannot be kept in step.`);
    return;
  }
  if (field.type !== null && !KINDS[field.type].includes(column.kind)) {
    fault(`${place}.type`, `The column is ${column.type}, which takes no ${field.type}.`);
  }
  if (field.trim && typeOfColumn(column) !== 'text') fault(`${place}.trim`, 'Only texts can be trimmed.');
  if (field.source.kind === 'constant') checkValue(column, field.source.value, `${place}.constant`, fault);
  if (field.fallback !== undefined) checkValue(column, field.fallback, `${place}.default`, fault);
}

function checkValue(
  column: LibraryColumn,
  value: Parameters<typeof canonicalOf>[1],
  place: string,
  fault: Parsed['fault'],
): void {
  const canonical = canonicalOf(column, value);
  if (!canonical.ok)
    fault(place, `The column ${column.name} (${column.type}) cannot hold it: ${canonical.reason}.`);
}
