import { isMap, isScalar, type Node } from 'yaml';
import { KEYWORDS } from './cursor';
import { LIMITS } from './limits';
import { readLimits } from './parse-limits';
import { type RuleContext, readRule } from './parse-rule';
import { readTest } from './parse-test';
import { Places } from './places';
import {
  DOMAINS,
  type Facts,
  type FactValue,
  MODES,
  type PlacedError,
  type Rule,
  type RuleSet,
} from './schema';
import { NamedConditions, noConditions } from './tree-conditions';
import { type Entry, isWritten, YamlReader } from './yaml-reader';

const SET_KEYS = [
  'ruleset',
  'title',
  'rationale',
  'domain',
  'mode',
  'defaults',
  'lists',
  'conditions',
  'limits',
  'rules',
  'tests',
] as const;

export type ParseResult = { ok: true; set: RuleSet; places: Places } | { ok: false; errors: PlacedError[] };

/**
 * A rule file, checked whole: YAML, keys, every expression. Each fault has its line and column in the file, also
 * inside an expression in a quoted or folded text. The older plain form (only `rules:`) loads as it is. `named` is the
 * name that an existing set has, and must keep.
 */
export function parseRuleSet(yaml: string, { named }: { named?: string } = {}): ParseResult {
  const reader = new YamlReader(yaml);
  const top = reader.load();
  const set = reader.errors.length === 0 ? readSet(reader, top, named) : undefined;
  if (set && reader.errors.length === 0) return { ok: true, set, places: new Places(reader, top) };
  const errors = reader.errors.sort((one, other) => one.line - other.line || one.column - other.column);
  return { ok: false, errors };
}

function readSet(reader: YamlReader, top: Node | undefined, named: string | undefined): RuleSet | undefined {
  if (!isMap(top)) return reader.fault(top, 'A rule file is a mapping with a list of "rules".');
  const entries = reader.entries(top, 'A rule set', SET_KEYS);
  const ruleset = readSlug(reader, entries);
  if (named !== undefined && ruleset !== named) {
    const told = `This set is named "${named}" and keeps its name. For another name, make a copy of it.`;
    reader.fault(entries.get('ruleset')?.value ?? top, told);
  }
  const domain = reader.word(entries.get('domain'), 'domain', DOMAINS) ?? 'general';
  const defaults = readFacts(reader, entries.get('defaults'), 'defaults');
  const lists = readLists(reader, entries.get('lists'), defaults);
  const limits = readLimits(reader, entries.get('limits'), domain);
  const conditionsEntry = entries.get('conditions');
  const conditions = conditionsEntry ? new NamedConditions(reader, conditionsEntry) : noConditions(reader);
  const context = { lists: new Set(Object.keys(lists)), domain, conditions };
  const rules = readRules(reader, top, entries.get('rules'), context);
  const names = new Set(rules.map((rule) => rule.name));
  const tests = entries.get('tests');
  const title = reader.text(entries.get('title'), 'title', 200);
  const rationale = reader.text(entries.get('rationale'), 'rationale', 4_000);
  return {
    ruleset,
    ...(title === undefined ? {} : { title }),
    ...(rationale === undefined ? {} : { rationale }),
    domain,
    mode: reader.word(entries.get('mode'), 'mode', MODES) ?? 'all',
    defaults,
    lists,
    ...(limits === undefined ? {} : { limits }),
    rules,
    tests:
      tests && isWritten(tests)
        ? reader.items(tests.value, 'tests', LIMITS.tests).flatMap((node) => readTest(reader, node, names))
        : [],
  };
}

/** A set with a domain is kept under its name; a plain file needs none. */
function readSlug(reader: YamlReader, entries: Map<string, Entry>): string {
  const slug = reader.text(entries.get('ruleset'), 'ruleset', 80);
  const domain = entries.get('domain');
  if (!isWritten(entries.get('ruleset')) && domain)
    reader.fault(domain.key, 'A set with a domain needs a name: "ruleset".');
  if (slug !== undefined && !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug)) {
    reader.fault(
      entries.get('ruleset')?.value,
      `ruleset is words in lower case joined by "-", not "${slug}".`,
    );
  }
  return slug ?? 'untitled';
}

function readFacts(reader: YamlReader, entry: Entry | undefined, what: string): Facts {
  if (!entry || !isWritten(entry)) return {};
  const facts = [...reader.entries(entry.value, what)].map(([name, { value }]) => [
    name,
    reader.json(value, what),
  ]);
  return Object.fromEntries(facts);
}

function readLists(
  reader: YamlReader,
  entry: Entry | undefined,
  defaults: Facts,
): Record<string, FactValue[]> {
  if (!entry || !isWritten(entry)) return {};
  const lists = [...reader.entries(entry.value, 'lists')].map(([name, { key, value }]) => {
    if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) || KEYWORDS.has(name)) {
      reader.fault(key, `"${name}" cannot be the name of a list.`);
    }
    if (Object.hasOwn(defaults, name)) reader.fault(key, `"${name}" is in defaults too.`);
    return [name, readList(reader, value, name)];
  });
  return Object.fromEntries(lists);
}

function readList(reader: YamlReader, node: Node, name: string): FactValue[] {
  return reader.items(node, name, LIMITS.namedListItems).map((item) => {
    if (!isScalar(item)) reader.fault(item, `"${name}" holds single values.`);
    return reader.json(item, name);
  });
}

function readRules(
  reader: YamlReader,
  top: Node,
  entry: Entry | undefined,
  context: Omit<RuleContext, 'reader'>,
): Rule[] {
  if (!entry || !isWritten(entry)) {
    reader.fault(top, 'A rule set needs "rules", a list.');
    return [];
  }
  const nodes = reader.items(entry.value, 'rules', LIMITS.rules);
  if (nodes.length === 0) reader.fault(entry.value, '"rules" has no rules.');
  const names = new Map<string, Node>();
  return nodes.flatMap((node) => {
    const rule = readRule({ reader, ...context }, node);
    if (!rule) return [];
    const first = names.get(rule.name);
    if (first) reader.fault(node, `Two rules are named "${rule.name}", the first at ${reader.told(first)}.`);
    else names.set(rule.name, node);
    return [rule];
  });
}
