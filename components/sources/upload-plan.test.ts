import { describe, expect, it } from 'vitest';
import { sourceExample } from '@/lib/contracts/sources.examples';
import {
  deliveryName,
  missingWords,
  namesNotTaken,
  type PlannedFile,
  planTitle,
  planUploads,
} from './upload-plan';

const files = (...names: string[]) => names.map((name) => new File(['x'], name));
const plan = (...names: string[]) => planUploads(files(...names), sourceExample, 'Upload of now');
const withStates = (planned: PlannedFile[], ...states: PlannedFile['state'][]) =>
  planned.map((each, at) => ({ ...each, state: states[at] ?? each.state }));

describe('several files', () => {
  it('of a bill are the parts of one delivery, in the order of their names', () => {
    expect(plan('part-10.csv', 'part-2.csv').map(({ file, part }) => [file.name, part])).toEqual([
      ['part-2.csv', { delivery: 'Upload of now', part: 1, parts: 2, handling: 'ask' }],
      ['part-10.csv', { delivery: 'Upload of now', part: 2, parts: 2, handling: 'ask' }],
    ]);
  });

  it('take the handling of their source', () => {
    const source = { ...sourceExample, config: { ...sourceExample.config, handling: 'append' as const } };
    expect(planUploads(files('a.csv', 'b.csv'), source, 'n')[0]?.part?.handling).toBe('append');
  });

  it('of an inventory are uploads of their own', () => {
    const planned = planUploads(files('a.json', 'b.json'), { ...sourceExample, kind: 'inventory' }, 'n');
    expect(planned.map(({ part }) => part)).toEqual([undefined, undefined]);
    expect(planTitle(withStates(planned, 'here', 'missing'))).toBe('1 of 2 files were imported');
    expect(missingWords(planned)).toBe('2 files');
  });

  it('say which parts are here and which are missing', () => {
    const planned = withStates(plan('a.csv', 'b.csv', 'c.csv'), 'here', 'missing', 'missing');
    expect(planTitle(planned)).toBe('1 of 3 parts are here');
    expect(missingWords(planned.slice(1))).toBe('parts 2 and 3');
    expect(missingWords(planned.slice(1, 2))).toBe('part 2');
    expect(planTitle(withStates(planned, 'here', 'here', 'here'))).toBe('All 3 parts are here');
  });
});

it('files of another kind are named before anything is sent', () => {
  expect(namesNotTaken(files('a.csv', 'b.CSV.GZ', 'notes.txt', 'scan.json'), 'focus')).toEqual([
    'notes.txt',
    'scan.json',
  ]);
  expect(namesNotTaken(files('a.csv', 'scan.json'), 'inventory')).toEqual(['a.csv']);
});

it('a delivery has a name that says when it was uploaded', () => {
  const name = deliveryName(new Date('2026-11-05T09:12:44.018Z'), 0.123456);
  expect(name).toMatch(/^Upload of 2026-11-05T09:12:44\.018Z [0-9a-z]{4}$/);
  expect(deliveryName(new Date(0), 0)).toMatch(/ [0-9a-z]{4}$/);
});
