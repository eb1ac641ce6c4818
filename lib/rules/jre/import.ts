import { isMap, isSeq, type Node, stringify } from 'yaml';
import { LIMITS } from '../limits';
import { parseRuleSet } from '../parse';
import type { Domain, Facts, PlacedError } from '../schema';
import { readTree } from '../tree';
import { NamedConditions, noConditions } from '../tree-conditions';
import { type Entry, isWritten, YamlReader } from '../yaml-reader';
import { deedOf, plainDeedOf } from './event';
import type { ImportedRules, ImportRulesInput } from './schema';

type Result = { ok: true; imported: ImportedRules } | { ok: false; errors: PlacedError[] };
type Note = ImportedRules['notes'][number];
type Imported = { priority: number; rule: Facts };

const RULE_KEYS = ['name', 'conditions', 'event', 'priority'];

/**
 * A document of json-rules-engine as the text of a rule set. The rules stand in the order in which its engine runs them
 * (the highest priority first), each on the facts as they came (`mode: parallel`), with its tree as it was. A rule that
 * cannot be taken is left out and told in the notes; where none can, that is the error.
 */
export function importRules(input: ImportRulesInput): Result {
  const reader = new YamlReader(input.text, 'A document');
  const top = reader.load();
  if (reader.errors.length > 0 || !top) {
    return refused(reader.errors, { line: 1, column: 1, message: 'The document is empty.' });
  }
  const importer = new Importer(reader);
  const { conditions, nodes } = importer.open(top);
  if (reader.errors.length > 0) return refused(reader.errors);
  const taken = nodes
    .flatMap((node) => importer.read(node))
    .sort((one, other) => other.priority - one.priority);
  const { notes } = importer;
  if (taken.length === 0) {
    return refused(notes, { line: 1, column: 1, message: 'The document has no rules.' });
  }
  const rules = taken.map(({ rule }) => rule);
  const {
    slug = 'imported-rules',
    title = 'Imported from json-rules-engine',
    domain = domainOf(rules),
  } = input;
  const head = { ruleset: slug, title, domain, mode: 'parallel' };
  const set = { ...head, ...(Object.keys(conditions).length > 0 ? { conditions } : {}), rules };
  const yaml = stringify(set, { lineWidth: 110 });
  const parsed = parseRuleSet(yaml);
  if (!parsed.ok) return refused(parsed.errors.map(({ message }) => ({ line: 1, column: 1, message })));
  return { ok: true, imported: { yaml, rules: rules.length, notes } };
}

function refused(errors: PlacedError[], otherwise?: PlacedError): Result {
  return { ok: false, errors: errors.length === 0 && otherwise ? [otherwise] : errors };
}

/** The domain that has all that these rules say. */
function domainOf(rules: Facts[]): Domain {
  const says = (...keys: string[]) => rules.some((rule) => keys.some((key) => Object.hasOwn(rule, key)));
  const [recommends, mends, denies] = [says('recommend'), says('fix', 'quarantine'), says('deny')];
  if (denies) return recommends || mends ? 'general' : 'policy';
  return mends ? 'quality' : recommends ? 'finops' : 'general';
}

class Importer {
  readonly notes: Note[] = [];
  private readonly names = new Set<string>();
  private conditions: NamedConditions | ReturnType<typeof noConditions>;

  constructor(private readonly reader: YamlReader) {
    this.conditions = noConditions(reader);
  }

  /** The rules of a document in any of its three forms, and the named conditions that could be read. */
  open(top: Node): { conditions: Facts; nodes: Node[] } {
    const { reader } = this;
    if (isSeq(top)) return { conditions: {}, nodes: reader.items(top, 'rules', LIMITS.rules) };
    if (!isMap(top)) {
      reader.fault(top, 'A document is a rule, a list of rules, or a mapping with "rules".');
      return { conditions: {}, nodes: [] };
    }
    const entries = reader.entries(top, 'A document');
    const rules = entries.get('rules');
    if (!rules) return { conditions: {}, nodes: [top] };
    for (const [key, entry] of entries) {
      if (key !== 'rules' && key !== 'conditions') this.note(entry.key, `"${key}" is not taken.`);
    }
    const nodes = reader.items(rules.value, 'rules', LIMITS.rules);
    return { conditions: this.readConditions(entries.get('conditions')), nodes };
  }

  private readConditions(entry: Entry | undefined): Facts {
    if (!isWritten(entry) || !entry) return {};
    if (!isMap(entry.value)) {
      this.reader.fault(entry.value, 'conditions is a mapping of names to conditions.');
      return {};
    }
    const { reader } = this;
    const named = new NamedConditions(reader, entry);
    for (const fault of this.faultsSince(0))
      this.notes.push({ ...fault, message: `A named condition is left out: ${fault.message}` });
    this.conditions = named;
    const found = [...reader.entries(entry.value, 'conditions')];
    return Object.fromEntries(
      found.flatMap(([name, { value }]) => (named.has(name) ? [[name, reader.json(value, name)]] : [])),
    );
  }

  /** One rule, or nothing and a note that says why. */
  read(node: Node): Imported[] {
    const { reader } = this;
    const before = reader.errors.length;
    const entries = reader.entries(node, 'A rule');
    const event = readEvent(reader, entries.get('event'));
    const name = reader.text(entries.get('name'), 'name', 100) ?? event.type;
    const conditions = this.readRoot(node, entries.get('conditions'));
    const priority = readPriority(reader, entries.get('priority'));
    const faults = this.faultsSince(before);
    if (faults.length > 0 || conditions === undefined) {
      const told = faults[0] ?? {
        ...this.placeOf(node),
        message: 'it asks for a condition that is left out.',
      };
      this.notes.push({ ...told, message: `The rule "${name}" is left out: ${told.message}` });
      return [];
    }
    const rule = this.build(node, { name: this.unique(node, name), conditions, event });
    if (!rule) return [];
    for (const [key, entry] of entries) {
      if (!RULE_KEYS.includes(key)) this.note(entry.key, `"${key}" of the rule "${name}" is not taken.`);
    }
    return [{ priority, rule }];
  }

  private build(
    node: Node,
    { name, conditions, event }: { name: string; conditions: Facts; event: { type: string; params: Facts } },
  ): Facts | undefined {
    const asked = { ...event, rule: name };
    for (const { deed, left } of [deedOf(asked), plainDeedOf(asked)]) {
      const alone = parseRuleSet(stringify({ rules: [{ name, ...deed }] }));
      if (!alone.ok) continue;
      for (const told of left) this.note(node, `Of the event of "${name}", ${told}: it is not taken.`);
      return { name, ...conditions, ...deed };
    }
    this.note(node, `The rule "${name}" is left out: its event cannot be said as an action.`);
    return undefined;
  }

  /** An empty "all" at the root is how its rules say "always". */
  private readRoot(node: Node, entry: Entry | undefined): Facts | undefined {
    const { reader } = this;
    if (!entry || !isWritten(entry)) return reader.fault(node, 'it has no conditions.');
    const { value } = entry;
    const [only] = isMap(value) ? value.items : [];
    if (isMap(value) && value.items.length === 1 && String(only?.key) === 'all') {
      if (isSeq(only?.value) && only.value.items.length === 0) return {};
    }
    const tree = readTree({ reader, conditions: this.conditions }, value);
    return tree && { condition: reader.json(value, 'conditions') };
  }

  private unique(node: Node, name: string): string {
    let own = name;
    for (let count = 2; this.names.has(own); count += 1) own = `${name}-${count}`;
    this.names.add(own);
    if (own !== name) this.note(node, `Another rule is named "${name}" too: this one is "${own}".`);
    return own;
  }

  /** Takes the faults since then out of the reader: they are notes here, and no end of the reading. */
  private faultsSince(before: number): Note[] {
    return this.reader.errors.splice(before).map(({ line, column, message }) => ({ line, column, message }));
  }

  private placeOf(node: Node): { line: number; column: number } {
    const { line, column } = this.reader.placeOfNode(node);
    return { line, column };
  }

  private note(node: Node, message: string): void {
    this.notes.push({ ...this.placeOf(node), message });
  }
}

function readEvent(reader: YamlReader, entry: Entry | undefined): { type: string; params: Facts } {
  if (!entry || !isWritten(entry)) return { type: 'unknown', params: {} };
  const entries = reader.entries(entry.value, 'event');
  const type = reader.text(entries.get('type'), 'type', 100) ?? 'unknown';
  const params = entries.get('params');
  if (!params || !isWritten(params)) return { type, params: {} };
  const given = [...reader.entries(params.value, 'params')];
  return {
    type,
    params: Object.fromEntries(given.map(([name, { value }]) => [name, reader.json(value, name)])),
  };
}

/** As its engine reads it: 1 where none is given. */
function readPriority(reader: YamlReader, entry: Entry | undefined): number {
  if (!entry || !isWritten(entry)) return 1;
  const priority = reader.json(entry.value, 'priority');
  if (typeof priority === 'number' && Number.isInteger(priority) && priority > 0) return priority;
  reader.fault(entry.value, 'priority is a whole number from 1.');
  return 1;
}
