import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type ParsedNode,
  parseDocument,
  type Scalar,
  visit,
} from 'yaml';
import type { Expression, Span } from './ast';
import { LIMITS } from './limits';
import type { PlacedError } from './schema';
import { meaning, nearest } from './suggest';
import type { FactValue } from './values';
import { sourceOffset, writtenSpan } from './yaml-scalar';
import { plain, tooDeepAt } from './yaml-text';

export type Entry = { key: Scalar; value: Node };
type YamlNode = Node | null | undefined;
/** Keys that would reach behind an object. */
const UNSAFE_KEYS = new Set(['__proto__', 'constructor', 'prototype']);
const MOST_ERRORS = 100;
const MOST_TEXT = 80;

/** What is known of a fault beside its place: how much of the text it is about, and what might stand there instead. */
type Offence = { length?: number; suggestion?: string };
export type Place = Omit<PlacedError, 'message' | 'suggestion' | 'severity'>;

/** Reads YAML nodes into plain values and keeps, for whatever is wrong, the line and column where it stands. */
export class YamlReader {
  readonly errors: PlacedError[] = [];
  private readonly lines = new LineCounter();
  private readonly written = new Map<Expression, { node: Scalar; shift: number }>();

  /** `what` is what messages call the text. */
  constructor(
    private readonly source: string,
    private readonly what = 'A rule file',
  ) {}

  /** The top node; none when the text is too large, too deep, or not plain YAML. */
  load(): Node | undefined {
    if (new TextEncoder().encode(this.source).length > LIMITS.yamlBytes) {
      this.fail(0, `${this.what} may have ${LIMITS.yamlBytes / 1024} KiB.`);
      return undefined;
    }
    const deep = tooDeepAt(this.source);
    if (deep !== undefined) {
      for (let at = this.source.indexOf('\n'); at !== -1; at = this.source.indexOf('\n', at + 1)) {
        this.lines.addNewLine(at + 1);
      }
      this.fail(deep, `The file is nested more than ${LIMITS.yamlDepth} levels deep.`);
      return undefined;
    }
    const document = parseDocument(this.source, {
      lineCounter: this.lines,
      prettyErrors: false,
      stringKeys: true,
      uniqueKeys: false,
      version: '1.2',
      logLevel: 'error',
    });
    for (const fault of [...document.errors, ...document.warnings])
      this.fail(fault.pos[0], plain(fault, this.what), { length: fault.pos[1] - fault.pos[0] });
    this.refuseCleverness(document);
    return this.errors.length === 0 ? (document.contents ?? undefined) : undefined;
  }

  /** Anchors, aliases, tags and directives: what they save in typing they cost in safety. */
  private refuseCleverness(document: Document.Parsed<ParsedNode>): void {
    if (document.directives?.yaml.explicit) this.fail(0, `${this.what} has no %YAML directive.`);
    visit(document, {
      Node: (_, node) => {
        const at = node.range?.[0] ?? 0;
        if (isAlias(node)) this.fail(at, 'Aliases (*name) are not allowed: write the value out.');
        else if (node.anchor) this.fail(at, 'Anchors (&name) are not allowed: write the value out.');
        else if (node.tag) this.fail(at, 'Tags (!name) are not allowed.');
      },
    });
  }

  private fail(offset: number, message: string, { length = 0, suggestion }: Offence = {}): void {
    if (this.errors.length >= MOST_ERRORS) return;
    const place = this.placeOf(offset, offset + length);
    this.errors.push({ ...place, message, ...(suggestion === undefined ? {} : { suggestion }) });
  }

  /** A stretch of the file as people count, no longer than its line, with the text that stands there. */
  private placeOf(start: number, end: number): Place {
    const { line, col } = this.lines.linePos(start);
    const place = { line: Math.max(line, 1), column: Math.max(col, 1) };
    const text = (this.source.slice(start, end).split(/\r?\n/, 1)[0] ?? '').trimEnd();
    if (text === '') return place;
    const shown = text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text;
    return { ...place, text: shown, endLine: place.line, endColumn: place.column + text.length };
  }

  fault(node: YamlNode, message: string, suggestion?: string): undefined {
    const [start, end] = this.spanOf(node, suggestion !== undefined);
    this.fail(start, message, { length: end - start, suggestion });
  }

  /** Without its quotes, where a suggestion goes between them. */
  private spanOf(node: YamlNode, isInner: boolean): [number, number] {
    if (isInner && isScalar(node)) return writtenSpan(node);
    return [node?.range?.[0] ?? 0, node?.range?.[1] ?? 0];
  }

  /** A fault inside a scalar's text, at an offset of its value. */
  faultWithin(
    node: Scalar,
    offset: number,
    message: string,
    { length = 0, suggestion }: Offence = {},
  ): undefined {
    const start = sourceOffset(this.source, node, offset);
    const end = length > 0 ? sourceOffset(this.source, node, offset + length) : start;
    this.fail(start, message, { length: end - start, suggestion });
  }

  /** Where the character at an offset of a scalar's value stands, counted from the beginning of the file. */
  offsetWithin(node: Scalar, offset: number): number {
    return sourceOffset(this.source, node, offset);
  }

  placeOfNode(node: YamlNode): Place {
    return this.placeOf(...this.spanOf(node, false));
  }

  /** Keeps where an expression was read: its own spans count from `shift` of the scalar's text. */
  note(expression: Expression, node: Scalar, shift = 0): void {
    this.written.set(expression, { node, shift });
  }

  /** Where a part of an expression stands; what was not noted, as a condition tree, counts from the file's beginning. */
  placeOfPart(whole: Expression, { start, end }: Span): Place {
    const { node, shift } = this.written.get(whole) ?? {};
    if (!node || shift === undefined) return this.placeOf(start, end);
    return this.placeOf(this.offsetWithin(node, shift + start), this.offsetWithin(node, shift + end));
  }

  /** A place in words. */
  told(node: YamlNode): string {
    return `line ${this.placeOfNode(node).line}, column ${this.placeOfNode(node).column}`;
  }

  lineOf(node: YamlNode): number {
    return this.lines.linePos(node?.range?.[0] ?? 0).line;
  }

  /** The entries of a mapping; with `known`, every other key is a fault. */
  entries(node: YamlNode, what: string, known?: readonly string[]): Map<string, Entry> {
    const found = new Map<string, Entry>();
    if (!isMap(node)) {
      this.fault(node, `${what} must be a mapping of keys to values.`);
      return found;
    }
    const seen = new Map<string, Scalar>();
    for (const { key, value } of node.items) {
      if (!isScalar(key)) continue;
      const name = String(key.value);
      const first = seen.get(name);
      if (first) this.fault(key, `"${name}" stands here twice, first at ${this.told(first)}.`);
      else if (UNSAFE_KEYS.has(name)) this.fault(key, `"${name}" cannot be used as a name.`);
      else if (known && !known.includes(name)) {
        const suggestion = nearest(name, known);
        this.fault(key, `${what} has no "${name}".${meaning(suggestion)}`, suggestion);
      } else if (isMap(value) || isSeq(value) || isScalar(value)) {
        found.set(name, { key, value });
      }
      if (!first) seen.set(name, key);
    }
    return found;
  }

  items(node: YamlNode, what: string, most: number): Node[] {
    if (!isSeq(node)) {
      this.fault(node, `${what} must be a list.`);
      return [];
    }
    if (node.items.length > most) {
      this.fault(
        node,
        `${what} may have ${most.toLocaleString('en')} items, not ${node.items.length.toLocaleString('en')}.`,
      );
      return [];
    }
    return node.items.filter((item) => isMap(item) || isSeq(item) || isScalar(item));
  }

  /** The scalar of an entry; a key with nothing after it counts as not written. */
  scalar(entry: Entry | undefined, what: string): Scalar | undefined {
    if (!entry || !isWritten(entry)) return undefined;
    if (isScalar(entry.value)) return entry.value;
    const hint = isMap(entry.value) ? ' (a text that begins with "{" needs quotes)' : '';
    return this.fault(entry.value, `${what} must be a text${hint}.`);
  }

  /** A short text of at most `most` characters. */
  text(entry: Entry | undefined, what: string, most = 2_000): string | undefined {
    const node = this.scalar(entry, what);
    if (!node) return undefined;
    const text = textOf(node).trim();
    if (text === '') return this.fault(node, `${what} is empty.`);
    if (text.length > most)
      return this.fault(node, `${what} may have ${most} characters, not ${text.length}.`);
    return text;
  }

  word<T extends string>(entry: Entry | undefined, what: string, words: readonly T[]): T | undefined {
    const text = this.text(entry, what);
    const word = words.find((candidate) => candidate === text);
    if (text === undefined || word !== undefined) return word;
    const suggestion = nearest(text, words);
    const told = `${what} is one of ${words.join(', ')}, not "${text}".${meaning(suggestion)}`;
    return this.fault(entry?.value, told, suggestion);
  }

  /** Any JSON value. */
  json(node: YamlNode, what: string): FactValue {
    if (isMap(node)) {
      const entries = [...this.entries(node, what)];
      return Object.fromEntries(entries.map(([name, { value }]) => [name, this.json(value, what)]));
    }
    if (isSeq(node))
      return this.items(node, what, LIMITS.namedListItems).map((item) => this.json(item, what));
    const value = isScalar(node) ? node.value : null;
    if (typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    if (value !== null)
      this.fault(node, `${what} may hold text, numbers, true, false, null, lists and mappings.`);
    return null;
  }
}

/** True when a key stands there with something after it. */
export function isWritten(entry: Entry | undefined): boolean {
  return entry !== undefined && !(isScalar(entry.value) && entry.value.value === null);
}

/** A scalar's value, or for numbers and booleans the very characters of the file. */
export function textOf(node: Scalar): string {
  return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
}
