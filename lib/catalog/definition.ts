import { isMap, type Node, type Scalar } from 'yaml';
import type { Expression } from '@/lib/rules/ast';
import { readExpression } from '@/lib/rules/parse-expressions';
import type { FactValue } from '@/lib/rules/schema';
import { type Entry, isWritten, YamlReader } from '@/lib/rules/yaml-reader';
import type { TableName } from './columns.data';
import { readsOf } from './reads';
import type { DefinitionError } from './schema';
import { parseWindow, type Window } from './windows';

/**
 * A sync definition: which sender's records become which rows of which table. Read from YAML with the place of every
 * fault; whether it fits the library's real columns is judged by `check.ts`.
 */
const FIELD_TYPES = ['text', 'number', 'boolean', 'date', 'time'] as const;
export type FieldType = (typeof FIELD_TYPES)[number];
const CONFLICTS = ['cms', 'library', 'ask'] as const;

/** Where a column's value comes from: a field of the sender's, an expression over its fields, or always the same. */
export type ColumnSource =
  | { kind: 'field'; path: string[] }
  | { kind: 'expression'; expression: Expression }
  | { kind: 'constant'; value: FactValue };

export type SyncField = {
  column: string;
  source: ColumnSource;
  reads: string[]; // the sender's fields, by their first step
  type: FieldType | null; // null: as the column has it
  trim: boolean;
  fallback?: FactValue; // of a new record that comes without the field
  conflict: (typeof CONFLICTS)[number]; // who wins where the library was changed by somebody else meanwhile
};

export type SyncDefinition = {
  slug: string;
  title: string;
  source: string; // the connection's name
  key: string;
  library: string; // the connection's name
  table: TableName;
  keyColumn: string;
  fields: SyncField[];
  quality: string[]; // rule sets by slug, in order
  tags: Record<string, string>; // of its alerts, by key in lower case: an owner routes their tickets
  unique: string[]; // columns whose equals are counted for the rules
  autoHeal: boolean;
  windows: Window[];
  listen: boolean; // a trigger in the library tells of what others change there
};

export type Parsed = {
  definition: SyncDefinition;
  /** Adds a fault at a place: "fields.cost", "target.table". */
  fault: (place: string, message: string) => void;
  /** Everything that was found wrong until now, in the order of the text. */
  errors: () => DefinitionError[];
};
export type DefinitionResult = { ok: true; parsed: Parsed } | { ok: false; errors: DefinitionError[] };

const KEYS = 'sync title source key target fields quality tags unique auto_heal windows listen'.split(' ');
const TARGET_KEYS = ['connection', 'table', 'key'];
const FIELD_KEYS = ['from', 'constant', 'expression', 'type', 'trim', 'default', 'conflict'];
const MOST_FIELDS = 50; // what one call of jsonb_build_object takes
const MOST_NAMED = 50;

export function parseDefinition(yaml: string): DefinitionResult {
  const reader = new YamlReader(yaml, 'A sync definition');
  const top = reader.load();
  const places = new Map<string, Node>();
  if (reader.errors.length === 0 && !isMap(top)) reader.fault(top, 'A sync definition is a mapping.');
  const definition = reader.errors.length === 0 ? new DefinitionReader(reader, places).read(top) : undefined;
  const errors = () =>
    [...reader.errors].sort((one, other) => one.line - other.line || one.column - other.column);
  if (!definition || reader.errors.length > 0) return { ok: false, errors: errors() };
  const fault = (place: string, message: string) => reader.fault(places.get(place) ?? top, message);
  return { ok: true, parsed: { definition, fault, errors } };
}

type Entries = Map<string, Entry>;

class DefinitionReader {
  constructor(
    private readonly reader: YamlReader,
    private readonly places: Map<string, Node>,
  ) {}

  read(top: Node | undefined): SyncDefinition {
    const entries = this.reader.entries(top, 'A sync definition', KEYS);
    for (const key of ['sync', 'source', 'key', 'target', 'fields']) this.need(entries, key, top);
    const slug = this.slug(entries.get('sync'));
    const target = entries.get('target');
    const targets = target ? this.reader.entries(target.value, 'target', TARGET_KEYS) : new Map();
    if (target) for (const key of TARGET_KEYS) this.need(targets, key, target.value);
    return {
      slug,
      title: this.reader.text(entries.get('title'), 'title', 200) ?? slug,
      source: this.named(entries, 'source'),
      key: this.named(entries, 'key'),
      library: this.named(targets, 'connection', 'target.connection'),
      table: this.table(targets.get('table')),
      keyColumn: this.named(targets, 'key', 'target.key'),
      fields: this.fields(entries.get('fields')),
      quality: this.names(entries.get('quality'), 'quality'),
      tags: this.tags(entries.get('tags')),
      unique: this.names(entries.get('unique'), 'unique'),
      autoHeal: this.flag(entries.get('auto_heal'), 'auto_heal'),
      windows: this.windows(entries.get('windows')),
      listen: this.flag(entries.get('listen'), 'listen'),
    };
  }

  private need(entries: Entries, key: string, at: Node | undefined): void {
    if (!isWritten(entries.get(key))) this.reader.fault(entries.get(key)?.key ?? at, `"${key}" is missing.`);
  }

  private slug(entry: Entry | undefined): string {
    const slug = this.reader.text(entry, 'sync', 80) ?? '';
    this.keep('sync', entry?.value);
    if (slug !== '' && !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug)) {
      this.reader.fault(entry?.value, `sync is words in lower case joined by "-", not "${slug}".`);
    }
    if (slug === 'new')
      this.reader.fault(entry?.value, 'no sync is named "new": its page is where one is begun.');
    return slug;
  }

  private named(entries: Entries, key: string, place = key): string {
    this.keep(place, entries.get(key)?.value);
    return this.reader.text(entries.get(key), key, 200) ?? '';
  }

  private table(entry: Entry | undefined): TableName {
    this.keep('target.table', entry?.value);
    const text = this.reader.text(entry, 'table', 200) ?? '';
    const parts = text.split('.');
    if (text !== '' && (parts.length > 2 || parts.includes(''))) {
      this.reader.fault(entry?.value, `table is a name such as public.fragrances, not "${text}".`);
    }
    const [first = '', second] = parts;
    return second === undefined ? { schema: 'public', name: first } : { schema: first, name: second };
  }

  private fields(entry: Entry | undefined): SyncField[] {
    if (!entry || !isWritten(entry)) return [];
    this.keep('fields', entry.key);
    const found = [...this.reader.entries(entry.value, 'fields')];
    if (found.length === 0) this.reader.fault(entry.value, '"fields" names no column.');
    if (found.length > MOST_FIELDS) this.reader.fault(entry.value, `fields may have ${MOST_FIELDS} columns.`);
    return found.slice(0, MOST_FIELDS).map(([column, { key, value }]) => {
      this.keep(`fields.${column}`, key);
      return this.field(column, { key, value });
    });
  }

  private field(column: string, { key, value }: Entry): SyncField {
    const { reader } = this;
    const entries = reader.entries(value, `The column "${column}"`, FIELD_KEYS);
    for (const [name, entry] of entries) this.keep(`fields.${column}.${name}`, entry.value);
    const sources = ['from', 'constant', 'expression'].filter((name) => entries.has(name));
    if (sources.length > 1) reader.fault(key, `"${column}" has ${sources.join(' and ')}: choose one.`);
    const fallback = entries.get('default');
    const source = this.source(column, entries);
    return {
      column,
      source,
      reads: readsOf(source),
      type: reader.word(entries.get('type'), 'type', FIELD_TYPES) ?? null,
      trim: this.flag(entries.get('trim'), 'trim'),
      ...(fallback ? { fallback: this.single(fallback, 'default') } : {}),
      conflict: reader.word(entries.get('conflict'), 'conflict', CONFLICTS) ?? 'cms',
    };
  }

  private source(column: string, entries: Entries): ColumnSource {
    const constant = entries.get('constant');
    if (constant) return { kind: 'constant', value: this.single(constant, 'constant') };
    const written = readExpression(
      { reader: this.reader, lists: new Set() },
      entries.get('expression'),
      'expression',
    );
    if (written) return { kind: 'expression', expression: written };
    const path = this.reader.text(entries.get('from'), 'from', 200) ?? column;
    return { kind: 'field', path: path.split('.') };
  }

  private single(entry: Entry, what: string): FactValue {
    const value = this.reader.json(entry.value, what);
    if (typeof value === 'object' && value !== null)
      this.reader.fault(entry.value, `${what} is a single value.`);
    return value;
  }

  private flag(entry: Entry | undefined, what: string): boolean {
    if (!entry || !isWritten(entry)) return false;
    this.keep(what, entry.value);
    const value = this.reader.json(entry.value, what);
    if (typeof value !== 'boolean') this.reader.fault(entry.value, `${what} is true or false.`);
    return value === true;
  }

  private names(entry: Entry | undefined, what: string): string[] {
    return this.texts(entry, what).map(({ text, node }) => {
      this.keep(`${what}.${text}`, node);
      return text;
    });
  }

  private tags(entry: Entry | undefined): Record<string, string> {
    if (!entry || !isWritten(entry)) return {};
    const found = [...this.reader.entries(entry.value, 'tags')];
    if (found.length > MOST_NAMED) this.reader.fault(entry.value, `tags may have ${MOST_NAMED} keys.`);
    return Object.fromEntries(
      found
        .slice(0, MOST_NAMED)
        .map(([key, tag]) => [key.trim().toLowerCase(), this.reader.text(tag, key, 200) ?? '']),
    );
  }

  private windows(entry: Entry | undefined): Window[] {
    return this.texts(entry, 'windows').flatMap(({ text, node }) => {
      const window = parseWindow(text);
      if (!window) {
        this.reader.fault(node, `A window is written "Mon-Fri 08:00-18:00 Europe/Paris", not "${text}".`);
      }
      return window ?? [];
    });
  }

  private texts(entry: Entry | undefined, what: string): { text: string; node: Node }[] {
    if (!entry || !isWritten(entry)) return [];
    return this.reader.items(entry.value, what, MOST_NAMED).flatMap((node) => {
      const text = this.reader.json(node, what);
      if (typeof text === 'string' && text.trim() !== '') return { text: text.trim(), node };
      this.reader.fault(node, `${what} is a list of texts.`);
      return [];
    });
  }

  private keep(place: string, node: Node | Scalar | undefined): void {
    if (node) this.places.set(place, node);
  }
}
