import { describe, expect, it } from 'vitest';
import { compareRecord, type Sides } from './compare';

const quiet = { held: [], ignored: [], hasPending: false };
const same = { name: 'Iris', cost: '12.5' };
const sides = (some: Partial<Sides>): Sides => ({
  expected: same,
  agreed: same,
  library: same,
  ...quiet,
  ...some,
});

describe('a record', () => {
  it.each<[string, Partial<Sides>, string]>([
    ['holds what it should', {}, 'in_sync'],
    ['was edited in the library', { library: { ...same, cost: '13' } }, 'library_changed'],
    ['was changed by the CMS and is not written yet', { expected: { ...same, cost: '13' } }, 'cms_changed'],
    [
      'was changed on both sides',
      { expected: { ...same, cost: '13' }, library: { ...same, cost: '14' } },
      'conflict',
    ],
    [
      'was changed to the same on both sides',
      { expected: { ...same, cost: '13' }, library: { ...same, cost: '13' } },
      'in_sync',
    ],
    [
      'has one column edited here and another there: a conflict is in one column only',
      { expected: { ...same, cost: '13' }, library: { ...same, name: 'Rose' } },
      'library_changed',
    ],
    ['is not in the library', { library: null }, 'missing_here'],
    [
      'was held whole and never let in',
      { expected: {}, agreed: {}, library: null, held: ['cost'] },
      'quarantined',
    ],
    ['was rejected and never let in', { expected: {}, agreed: {}, library: null }, 'in_sync'],
    [
      'was never let in and has deliveries that wait',
      { expected: {}, agreed: {}, library: null, hasPending: true },
      'pending',
    ],
    ['is in the library alone', { expected: null, agreed: {} }, 'unknown_there'],
    ['waits in quarantine', { held: ['cost'] }, 'quarantined'],
    ['has deliveries that wait', { hasPending: true }, 'pending'],
    ['drifts, whatever waits', { hasPending: true, library: { ...same, cost: '13' } }, 'library_changed'],
    ['was emptied in the library', { library: { ...same, cost: null } }, 'library_changed'],
  ])('%s', (_, some, state) => {
    expect(compareRecord(sides(some))).toMatchObject({ state, isIgnored: false });
  });

  it('is set aside where all that drifts is ignored, and says so by column', () => {
    const found = compareRecord(sides({ library: { ...same, cost: '13' }, ignored: ['cost'] }));
    expect(found).toMatchObject({ state: 'library_changed', isIgnored: true });
    expect(found.fields.find(({ field }) => field === 'cost')).toEqual({
      field: 'cost',
      library: '13',
      expected: '12.5',
      agreed: '12.5',
      state: 'ignored',
    });
  });

  it('is not set aside while another column drifts', () => {
    const library = { name: 'Rose', cost: '13' };
    expect(compareRecord(sides({ library, ignored: ['cost'] }))).toMatchObject({
      state: 'library_changed',
      isIgnored: false,
    });
  });

  it('a held column that somebody edited in the library drifts all the same', () => {
    const found = compareRecord(sides({ library: { ...same, cost: '13' }, held: ['cost'] }));
    expect(found.state).toBe('library_changed');
  });
});
