import { expect, it } from 'vitest';
import { changesBetween } from './changes';

it('each field says what became of it', () => {
  const before = { name: 'Jira', floor: 25, owner: 'ada', enabled: true };
  const after = { name: 'Jira', floor: 50, enabled: false, cap: 5 };
  expect(changesBetween(before, after)).toEqual([
    { field: 'name', kind: 'same', before: 'Jira', after: 'Jira' },
    { field: 'floor', kind: 'changed', before: '25', after: '50' },
    { field: 'enabled', kind: 'changed', before: 'yes', after: 'no' },
    { field: 'cap', kind: 'added', before: null, after: '5' },
    { field: 'owner', kind: 'removed', before: 'ada', after: null },
  ]);
});

it('fields within a field are told by their path, and only those that differ are changed', () => {
  const changes = changesBetween(
    { config: { path: 'a.csv', share: 0.01 } },
    { config: { path: 'b.csv', share: 0.01 } },
  );
  expect(changes.map(({ field, kind }) => `${field} ${kind}`)).toEqual([
    'config.path changed',
    'config.share same',
  ]);
});

it('lists read as lists, and nothing as none', () => {
  expect(changesBetween({ accounts: [] }, { accounts: ['1', '2'] })).toEqual([
    { field: 'accounts', kind: 'changed', before: 'none', after: '1, 2' },
  ]);
  expect(changesBetween({ until: null }, { until: '' })).toMatchObject([{ kind: 'same', after: 'none' }]);
});

it('a list of records is compared as it is written', () => {
  expect(changesBetween({ rows: [{ a: 1 }] }, { rows: [{ a: 2 }] })).toMatchObject([
    { field: 'rows', kind: 'changed', after: '[\n  {\n    "a": 2\n  }\n]' },
  ]);
});

it('what was made has only added fields, what is gone only removed ones, and a deed without values none', () => {
  expect(changesBetween(null, { a: 1 })).toMatchObject([{ kind: 'added' }]);
  expect(changesBetween({ a: 1 }, null)).toMatchObject([{ kind: 'removed' }]);
  expect(changesBetween('x', 'y')).toEqual([{ field: 'value', kind: 'changed', before: 'x', after: 'y' }]);
  expect(changesBetween(null, null)).toEqual([]);
});
