import { describe, expect, it } from 'vitest';
import { compileRuleSet } from '@/lib/rules/compile';
import { parseRuleSet } from '@/lib/rules/parse';
import type { Facts, FactValue } from '@/lib/rules/schema';
import type { ColumnKind, LibraryColumn } from './canonical';
import type { Columns } from './compare';
import { parseDefinition } from './definition';
import { fold } from './fold';
import { type KeyState, type KnownRecord, planDelivery, type Work } from './plan';
import { makeSync, type Sync } from './sync';

const column = (name: string, kind: ColumnKind, given: Partial<LibraryColumn> = {}): LibraryColumn => ({
  ...{ name, type: kind, kind, cast: kind, length: null, precision: null, scale: null, bytes: 4 },
  ...{ isNullable: true, hasDefault: false, isGenerated: false, isKey: false },
  ...given,
});
const COLUMNS = [
  column('id', 'integer', { isKey: true }),
  column('name', 'text', { length: 10 }),
  column('cost', 'numeric'),
  column('forbidden', 'boolean'),
  column('origin', 'text'),
  column('slug', 'text'),
];

function sync(
  rules = '',
  fields = 'name: { from: label, trim: true }\n  cost: {}\n  forbidden: { default: false }',
  key = 'id',
): Sync {
  const result = parseDefinition(
    `sync: a\nsource: b\nkey: ${key}\ntarget: { connection: c, table: t, key: id }\nfields:\n  ${fields}\n`,
  );
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  const sets = rules === '' ? [] : [{ slug: 'set', compiled: compiled(rules) }];
  const made = makeSync(result.parsed.definition, COLUMNS, sets);
  if (!made) throw new Error('no sync');
  return made;
}

function compiled(rules: string) {
  const parsed = parseRuleSet(`ruleset: set\ndomain: quality\nrules:\n${rules}`);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return compileRuleSet(parsed.set);
}

const known = (given: Partial<KnownRecord> = {}): KnownRecord => ({
  mirror: { label: 'Rose', cost: 10, forbidden: false },
  seqs: { label: 0, cost: 0, forbidden: 0 },
  expected: { name: 'Rose', cost: '10', forbidden: 'false' },
  agreed: { name: 'Rose', cost: '10', forbidden: 'false' },
  ...{ held: {}, flips: {}, isAssumed: false, lastDeliveryId: null },
  ...given,
});
const ROW: Columns = { name: 'Rose', cost: '10', forbidden: 'false' };
const now = new Date('2026-11-21T12:00:00Z');

function plan(
  given: Sync,
  fields: Facts,
  {
    state = { record: known(), row: ROW },
    place = 1,
    key = '1',
  }: { state?: KeyState; place?: number; key?: string } = {},
) {
  const work: Work = {
    ...{ id: '7', kind: 'webhook', place, originPlace: null, receivedAt: now },
    body: JSON.stringify({ id: key, ...fields }),
  };
  return planDelivery(given, state, work, { key, now, countSame: () => 0 });
}

describe('mapping', () => {
  it.each<[string, string, Facts, Columns]>([
    [
      'a field under another name, trimmed',
      'name: { from: label, trim: true }',
      { label: '  Iris ' },
      { name: 'Iris' },
    ],
    ['a path into an object', 'name: { from: texts.en }', { texts: { en: 'Iris' } }, { name: 'Iris' }],
    ['a number that came as a text', 'cost: { type: number }', { cost: ' 12.50 ' }, { cost: '12.5' }],
    ['a text that came as a number', 'name: { type: text }', { name: 7 }, { name: '7' }],
    [
      'true that came as a text',
      'forbidden: { type: boolean }',
      { forbidden: 'true' },
      { forbidden: 'true' },
    ],
    ['always the same', 'name: {}\n  origin: { constant: cms }', { name: 'a' }, { name: 'a', origin: 'cms' }],
    ['an expression', 'slug: { expression: "lower(label)" }', { label: 'IRIS' }, { slug: 'iris' }],
    [
      'a default for what did not come',
      'name: {}\n  forbidden: { default: false }',
      { name: 'a' },
      { name: 'a', forbidden: 'false' },
    ],
    [
      'no default for what came empty',
      'name: {}\n  forbidden: { default: false }',
      { name: 'a', forbidden: null },
      { name: 'a', forbidden: null },
    ],
  ])('%s', (_, fields, body, wanted) => {
    expect(plan(sync('', fields), body, { state: { record: null, row: null } }).state.row).toEqual(wanted);
  });
});

it('what comes wrapped is folded by the fields beside its key, each for itself', () => {
  const wrapped = sync('', 'name: { from: label }\n  cost: {}', 'data.id');
  const changed = plan(wrapped, { type: 'changed', data: { id: '1', cost: 12 } });
  expect(changed.state.record.mirror).toEqual({ label: 'Rose', cost: 12, forbidden: false });
  expect(changed.settled).toMatchObject({ outcome: 'applied', writes: [{ field: 'cost', to: '12' }] });
});

describe('folding', () => {
  const before = { mirror: { a: 1, b: 2 }, seqs: { a: 5, b: 3 } };
  it.each<[string, Facts, number, Facts, string[]]>([
    ['what is newer', { a: 9 }, 6, { a: 9, b: 2 }, ['a']],
    ['only what is older', { a: 9, b: 9 }, 4, { a: 1, b: 9 }, ['b']],
    ['its own place again', { a: 9 }, 5, { a: 9, b: 2 }, ['a']],
    ['what nothing has set, also from below every place', { c: 9, b: 9 }, -7, { a: 1, b: 2, c: 9 }, ['c']],
    ['nothing that no column reads', { z: 9 }, 9, { a: 1, b: 2 }, []],
  ])('sets %s', (_, fields, place, mirror, set) => {
    const folded = fold(before, fields, place, new Set(['a', 'b', 'c']));
    expect(folded.mirror).toEqual(mirror);
    expect([...folded.set]).toEqual(set);
  });
});

const NEGATIVE = `  - { name: negative, condition: "'cost' in changed and cost < 0", quarantine: { fields: [cost], reason: "{{ previous.cost }} to {{ cost }}" } }`;

describe('judging', () => {
  it('the facts of a rule are what a change makes of the record', () => {
    const seen: [string, FactValue][] = [];
    const names = [
      'changed',
      'known',
      'previous',
      'types',
      'previous_types',
      'unknown_fields',
      'name',
      'cost',
    ];
    const rules = names
      .map((name) => `  - { name: ${name}, type: log, message: "{{ ${name} }}" }`)
      .join('\n');
    const { notes } = plan(sync(rules), { cost: '12', season: 'x' }).settled;
    for (const [index, name] of names.entries()) seen.push([name, notes[index]?.detail ?? '']);
    expect(Object.fromEntries(seen)).toEqual({
      changed: '["cost"]',
      known: 'true',
      previous: '{"name":"Rose","cost":10,"forbidden":false}',
      types: '{"cost":"string"}',
      previous_types: '{"name":"string","cost":"number","forbidden":"boolean"}',
      unknown_fields: '["season"]',
      name: 'Rose',
      cost: '12',
    });
  });

  it.each<[string, string, Facts, string, Columns, string[]]>([
    ['an accepted change', NEGATIVE, { cost: 11 }, 'applied', { cost: '11' }, []],
    ['one that changes nothing', NEGATIVE, { cost: 10 }, 'unchanged', {}, []],
    [
      'a held field beside a good one',
      NEGATIVE,
      { cost: -1, label: 'Iris' },
      'partly',
      { name: 'Iris' },
      ['cost'],
    ],
    ['a held field alone', NEGATIVE, { cost: -1 }, 'held', {}, ['cost']],
    [
      'a whole record in doubt',
      '  - { name: w, quarantine: "no" }',
      { cost: 11, label: 'Iris' },
      'held',
      {},
      ['name', 'cost'],
    ],
    [
      'a fix that makes it fit',
      '  - { name: f, fix: { name: "left(name, 3)" } }',
      { label: 'A long long name' },
      'applied',
      { name: 'A l' },
      [],
    ],
    ['what does not fit', '', { label: 'A long long name', cost: 3 }, 'partly', { cost: '3' }, ['name']],
    [
      'a field held that did not change',
      '  - { name: h, quarantine: { fields: [name], reason: no } }',
      { cost: 3 },
      'applied',
      { cost: '3' },
      [],
    ],
  ])('%s', (_, rules, body, outcome, written, held) => {
    const { state, settled } = plan(sync(rules), body);
    expect(settled.outcome).toBe(outcome);
    expect(state.row).toEqual({ ...ROW, ...written });
    expect(state.record.expected).toEqual({ ...ROW, ...written });
    expect(settled.hold?.fields.map(({ field }) => field) ?? []).toEqual(held);
    expect(Object.keys(state.record.held)).toEqual(held);
  });

  it('a new row is not made of parts: one held column holds it all', () => {
    const { state, settled } = plan(
      sync(NEGATIVE),
      { label: 'New', cost: -1 },
      { state: { record: null, row: null } },
    );
    expect(state).toMatchObject({ row: null, record: { expected: {} } });
    expect(settled.hold).toMatchObject({
      isWhole: true,
      fields: [{ field: 'name' }, { field: 'cost' }, { field: 'forbidden' }],
    });
  });

  it.each(['abc', '012', '1.0'])(
    'a key that the library would write otherwise puts the record in doubt: %s',
    (key) => {
      const { settled } = plan(sync(), { cost: 3 }, { key });
      expect(settled.hold).toMatchObject({ isWhole: true, reasons: [{ rule: 'fits-column', field: null }] });
    },
  );
});

describe('what is held', () => {
  const holding = known({
    held: { cost: '41', name: '42', forbidden: '42' },
    mirror: { label: 'X', cost: -1, forbidden: true },
  });
  it.each<[string, Facts, Record<string, string>, string[]]>([
    ['goes with a later good value', { cost: 12 }, { name: '42', forbidden: '42' }, ['41']],
    ['goes with the value that is there', { cost: 10 }, { name: '42', forbidden: '42' }, ['41']],
    ['stays while one of its columns does', { label: 'Iris' }, { cost: '41', forbidden: '42' }, []],
    [
      'gives place to what is held after it',
      { cost: -2 },
      { cost: 'new:7', name: '42', forbidden: '42' },
      ['41'],
    ],
    ['stays for other changes', {}, { cost: '41', name: '42', forbidden: '42' }, []],
  ])('%s', (_, body, held, superseded) => {
    const { state, settled } = plan(sync(NEGATIVE), body, { state: { record: holding, row: ROW } });
    expect(state.record.held).toEqual(held);
    expect(settled.superseded).toEqual(superseded);
  });
});

describe('the library was changed by somebody else', () => {
  const there = { ...ROW, cost: '66' };
  const policy = (conflict: string) =>
    sync('', `name: { from: label }\n  cost: { conflict: ${conflict} }\n  forbidden: {}`);
  it.each([
    ['cms', 77, '77', '77', '77', 'applied'],
    ['library', 77, '66', '66', '66', 'applied'],
    ['ask', 77, '66', '10', '10', 'held'],
    ['ask', 66, '66', '66', '66', 'applied'], // both say the same
    ['cms', 10, '10', '10', '10', 'applied'], // said again, it is put right
    ['ask', 10, '66', '10', '10', 'unchanged'],
  ] as const)('%s, and the sender says %s', (conflict, cost, row, expected, agreed, outcome) => {
    const { state, settled } = plan(policy(conflict), { cost }, { state: { record: known(), row: there } });
    expect([state.row?.cost, state.record.expected.cost, state.record.agreed.cost]).toEqual([
      row,
      expected,
      agreed,
    ]);
    expect(settled.outcome).toBe(outcome);
  });
});
