import type { Node } from 'yaml';
import type { Facts, FactValue, SetTest } from './schema';
import { didYouMean } from './suggest';
import { type Entry, isWritten, type YamlReader } from './yaml-reader';

const TEST_KEYS = ['name', 'given', 'now', 'expect'] as const;
/** What a case may expect: the parts of an evaluation. */
const EXPECT_KEYS = [
  'matched',
  'unknown',
  'recommend',
  'route',
  'score',
  'logs',
  'errors',
  'facts',
  'fix',
  'quarantine',
  'deny',
] as const;

/** One case of `tests:`; it must expect something, or it could not fail. */
export function readTest(reader: YamlReader, node: Node, rules: ReadonlySet<string>): SetTest[] {
  const entries = reader.entries(node, 'A test', TEST_KEYS);
  for (const key of ['name', 'given', 'expect'])
    if (!isWritten(entries.get(key))) reader.fault(node, `A test needs "${key}".`);
  const name = reader.text(entries.get('name'), 'name', 200);
  const now = reader.text(entries.get('now'), 'now', 40);
  if (now !== undefined && Number.isNaN(Date.parse(now)))
    reader.fault(entries.get('now')?.value, 'now is an ISO time.');
  const given = readMapping(reader, entries.get('given'), 'given');
  const expect = readExpect(reader, entries.get('expect'), rules);
  if (name === undefined) return [];
  return [{ name, given, ...(now === undefined ? {} : { now }), expect, line: reader.lineOf(node) }];
}

function readMapping(reader: YamlReader, entry: Entry | undefined, what: string): Facts {
  if (!entry || !isWritten(entry)) return {};
  const pairs = [...reader.entries(entry.value, what)].map(([name, { value }]) => [
    name,
    reader.json(value, what),
  ]);
  return Object.fromEntries(pairs);
}

function readExpect(reader: YamlReader, entry: Entry | undefined, rules: ReadonlySet<string>): Facts {
  if (!entry || !isWritten(entry)) return {};
  const entries = reader.entries(entry.value, 'expect', EXPECT_KEYS);
  if (entries.size === 0) reader.fault(entry.key, 'A test must expect something.');
  const pairs = [...entries].map(([key, { value }]) => {
    const expected = reader.json(value, 'expect');
    if (key === 'matched' || key === 'unknown') checkNames(reader, value, key, expected, rules);
    return [key, expected];
  });
  return Object.fromEntries(pairs);
}

/** A misspelt name in `unknown: []` would make a test that cannot fail. */
function checkNames(
  reader: YamlReader,
  node: Node,
  key: string,
  names: FactValue,
  rules: ReadonlySet<string>,
): void {
  if (!Array.isArray(names)) reader.fault(node, `${key} is a list of rule names.`);
  else
    for (const name of names) {
      if (typeof name === 'string' && rules.has(name)) continue;
      const told = String(name);
      reader.fault(node, `There is no rule "${told}".${didYouMean(told, rules)}`);
    }
}
