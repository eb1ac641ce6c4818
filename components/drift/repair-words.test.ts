import { expect, it } from 'vitest';
import { repairSentence } from './repair-words';

const one = {
  records: 1,
  fields: [{ field: 'cost', changes: 1 }],
  inserts: 0,
  deletes: 0,
  sample: [{ key: '118', changes: [{ field: 'cost', from: '12.00', to: '900.00' }] }],
};

it('one record is told field by field, in either direction', () => {
  expect(repairSentence('to_library', one)).toBe('Write 1 field to record 118: cost (12.00 → 900.00).');
  expect(repairSentence('from_library', one)).toBe(
    'Keep 1 field of record 118 as the library has them: cost (12.00 → 900.00).',
  );
});

it('many are counted, with the rows that come and go', () => {
  const many = { ...one, records: 1200, fields: [{ field: 'cost', changes: 1500 }], inserts: 3, deletes: 1 };
  expect(repairSentence('to_library', many)).toBe(
    'Write 1,500 fields to 1,200 records, 3 rows added to the library, 1 row deleted from it.',
  );
});

it('a row that would go is said even when it is the only one', () => {
  const gone = { ...one, fields: [], deletes: 1, sample: [{ key: '9', changes: [] }] };
  expect(repairSentence('to_library', gone)).toBe('Write 0 fields to 1 record, 1 row deleted from it.');
});

it('what is in sync by now has nothing to repair', () => {
  expect(repairSentence('to_library', { ...one, records: 0, sample: [] })).toMatch(/Nothing differs/);
});
