import { describe, expect, it } from 'vitest';
import type { LibraryColumn } from './canonical';
import { checkColumns, checkNames } from './check';
import { parseDefinition } from './definition';
import type { DefinitionError } from './schema';

const YAML = `sync: fragrances
title: Fragrances
source: Sandbox CMS
key: fragrance_id
target: { connection: Library, table: public.fragrances, key: fragrance_id }
fields:
  name: { from: label, type: text, trim: true }
  description: { type: text }
  cost: { type: number, conflict: ask }
  forbidden: { type: boolean, default: false }
  origin: { constant: cms }
  slug: { expression: "lower(label)" }
quality: [required-fields, cost-jump]
unique: [name]
auto_heal: true
windows: ["Mon-Fri 08:00-18:00 Europe/Paris"]
`;

const column = (name: string, given: Partial<LibraryColumn> = {}): LibraryColumn => ({
  ...{
    name,
    type: 'text',
    kind: 'text',
    cast: 'text',
    length: null,
    precision: null,
    scale: null,
    bytes: -1,
  },
  ...{ isNullable: true, hasDefault: false, isGenerated: false, isKey: false },
  ...given,
});
const COLUMNS = [
  column('fragrance_id', {
    type: 'integer',
    kind: 'integer',
    isNullable: false,
    isKey: true,
    hasDefault: true,
  }),
  column('name', { type: 'character varying(150)', length: 150 }),
  column('description'),
  column('cost', { type: 'numeric', kind: 'numeric' }),
  column('forbidden', { type: 'boolean', kind: 'boolean' }),
  column('origin', { type: 'character varying(3)', length: 3 }),
  column('slug'),
  column('code'),
];

/** What is wrong with a text in which ▸ marks the place; checked against the columns. */
function faultsOf(yaml: string, columns = COLUMNS): DefinitionError[] {
  const result = parseDefinition(yaml.replace('▸', ''));
  if (!result.ok) return result.errors;
  checkNames(result.parsed, {
    qualitySets: ['required-fields', 'cost-jump', 'field-alerts'],
    alertSets: ['field-alerts'],
    sources: ['Sandbox CMS'],
    libraries: ['Library'],
  });
  checkColumns(result.parsed, columns);
  return result.parsed.errors();
}

function placeOf(yaml: string): { line: number; column: number } {
  const before = yaml.slice(0, yaml.indexOf('▸')).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

it('a whole definition is read as it is meant', () => {
  const result = parseDefinition(YAML);
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  const { definition } = result.parsed;
  expect(definition).toMatchObject({
    slug: 'fragrances',
    table: { schema: 'public', name: 'fragrances' },
    keyColumn: 'fragrance_id',
    quality: ['required-fields', 'cost-jump'],
    unique: ['name'],
    autoHeal: true,
  });
  expect(definition.fields.map(({ column, reads, conflict }) => [column, reads, conflict])).toEqual([
    ['name', ['label'], 'cms'],
    ['description', ['description'], 'cms'],
    ['cost', ['cost'], 'ask'],
    ['forbidden', ['forbidden'], 'cms'],
    ['origin', [], 'cms'],
    ['slug', ['label'], 'cms'],
  ]);
  expect(definition.fields[3]?.fallback).toBe(false);
  expect(definition.windows).toHaveLength(1);
  expect(faultsOf(YAML)).toEqual([]);
});

it('tags say whose a sync is, by keys in lower case; without them it is nobody’s', () => {
  const read = (yaml: string) => {
    const result = parseDefinition(yaml);
    return result.ok ? result.parsed.definition.tags : result.errors;
  };
  expect(read(YAML)).toEqual({});
  expect(read(`${YAML}\ntags: { Owner: catalogue-team, cost-center: 41 }`)).toEqual({
    owner: 'catalogue-team',
    'cost-center': '41',
  });
});

describe('a fault has its place', () => {
  it.each<[string, string, string | RegExp]>([
    [
      'quality: [required-fields, cost-jump]',
      'quality: [required-fields, ▸cost-jmp]',
      /no quality rule set "cost-jmp". Did you mean "cost-jump"/,
    ],
    [
      'source: Sandbox CMS',
      'source: ▸Sandbox CM',
      /no CMS connection "Sandbox CM". Did you mean "Sandbox CMS"/,
    ],
    [
      'quality: [required-fields, cost-jump]',
      'quality: [required-fields, ▸field-alerts]',
      '"field-alerts" recommends by figures of quality, by itself; it judges no deliveries.',
    ],
    ['auto_heal: true', 'auto_heal: true\ntags: ▸[web]', 'tags must be a mapping of keys to values.'],
    ['auto_heal: true', 'auto_heal: true\ntags: { owner: ▸[web] }', /owner/],
    ['sync: fragrances', 'sync: ▸new', 'no sync is named "new": its page is where one is begun.'],
    ['title: Fragrances', '▸titel: Fragrances', /has no "titel". Did you mean "title"/],
    [
      '  description: { type: text }',
      '  ▸descripton: { type: text }',
      /no column "descripton". Did you mean "description"/,
    ],
    [
      'cost: { type: number, conflict: ask }',
      'cost: { type: ▸text, conflict: ask }',
      'The column is numeric, which takes no text.',
    ],
    [
      'cost: { type: number, conflict: ask }',
      'cost: { type: number, conflict: ▸sender }',
      /conflict is one of cms, library, ask/,
    ],
    ['cost: { type: number, conflict: ask }', 'cost: { trim: ▸true }', 'Only texts can be trimmed.'],
    ['default: false', 'default: ▸5', /forbidden \(boolean\) cannot hold it: “5” is neither true nor false/],
    ['constant: cms', 'constant: ▸sender', /it has 6 characters, 3 fit/],
    ['origin: { constant: cms }', '▸origin: { constant: cms, from: x }', /has from and constant: choose one/],
    ['"lower(label)"', '"▸loewr(label)"', /no function "loewr". Did you mean "lower"/],
    ['key: fragrance_id }', 'key: ▸code }', /does not tell rows apart/],
    ['unique: [name]', 'unique: [▸nam]', /not among the fields. Did you mean "name"/],
    ['public.fragrances', '▸public.fragrances.x', /is a name such as public.fragrances/],
    ['windows: ["Mon', 'windows: [▸"Xyz', /A window is written/],
    ['auto_heal: true', 'auto_heal: ▸perhaps', 'auto_heal is true or false.'],
    ['key: fragrance_id\ntarget', '▸key:\ntarget', '"key" is missing.'],
  ])('%s → %s', (from, to, message) => {
    const marked = YAML.replace(from, to);
    expect(marked).toContain('▸');
    expect(faultsOf(marked)).toMatchObject([
      { ...placeOf(marked), message: message instanceof RegExp ? expect.stringMatching(message) : message },
    ]);
  });
});

it('a column that must have a value is not forgotten', () => {
  const columns = [...COLUMNS, column('brand', { isNullable: false })];
  expect(faultsOf(YAML, columns)).toMatchObject([
    { line: 6, column: 1, message: expect.stringMatching(/"brand" may not be empty and has no default/) },
  ]);
});

it('a table that is not there is one fault, not one for each column', () => {
  expect(faultsOf(YAML, [])).toMatchObject([
    { line: 5, message: expect.stringMatching(/no table public.fragrances/) },
  ]);
});

it('a text that is no mapping has its say', () => {
  expect(parseDefinition('- a')).toMatchObject({ ok: false, errors: [{ line: 1 }] });
  expect(parseDefinition('a: *b')).toMatchObject({ ok: false });
});
