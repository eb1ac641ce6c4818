import { describe, expect, it } from 'vitest';
import { planRepair, planUndo, type RepairState } from './repair';

const agreed = { name: 'Iris', cost: '12' };
const drifted: RepairState = {
  library: { name: 'Rose', cost: '13' },
  expected: { name: 'Iris', cost: '12' },
  agreed,
};

describe('to the library', () => {
  it('writes what it should hold, and both agree', () => {
    expect(planRepair(drifted, 'to_library')).toEqual({
      after: { library: agreed, expected: agreed, agreed },
      changes: [
        { field: 'cost', from: '13', to: '12' },
        { field: 'name', from: 'Rose', to: 'Iris' },
      ],
    });
  });

  it('keeps to the columns it is asked for', () => {
    const plan = planRepair(drifted, 'to_library', ['name']);
    expect(plan?.after.library).toEqual({ name: 'Iris', cost: '13' });
    expect(plan?.changes).toEqual([{ field: 'name', from: 'Rose', to: 'Iris' }]);
  });

  it('puts back a row that is missing, and deletes one that nobody knows', () => {
    const missing = planRepair({ ...drifted, library: null }, 'to_library');
    expect(missing?.after.library).toEqual(agreed);
    const unknown = planRepair({ library: drifted.library, expected: null, agreed: {} }, 'to_library');
    expect(unknown?.after).toEqual({ library: null, expected: null, agreed: {} });
  });

  it('of some columns touches no row that is missing', () => {
    expect(planRepair({ ...drifted, library: null }, 'to_library', ['name'])).toBeNull();
  });
});

describe('from the library', () => {
  it('takes what it holds as right', () => {
    const plan = planRepair(drifted, 'from_library', ['cost']);
    expect(plan?.after).toEqual({
      library: drifted.library,
      expected: { name: 'Iris', cost: '13' },
      agreed: { name: 'Iris', cost: '13' },
    });
    expect(plan?.changes).toEqual([{ field: 'cost', from: '12', to: '13' }]);
  });

  it('forgets a record whose row is gone, and takes in a row that was unknown', () => {
    expect(planRepair({ ...drifted, library: null }, 'from_library')?.after.expected).toBeNull();
    const unknown = { library: drifted.library, expected: null, agreed: {} };
    expect(planRepair(unknown, 'from_library')?.after).toEqual({
      library: drifted.library,
      expected: drifted.library,
      agreed: drifted.library,
    });
  });
});

it('does nothing where nothing differs', () => {
  const still = { library: agreed, expected: agreed, agreed };
  expect(planRepair(still, 'to_library')).toBeNull();
  expect(planRepair(still, 'from_library')).toBeNull();
});

it('leaves alone a record that was held whole and never let in, which has no row and is to have none', () => {
  const held = { library: null, expected: {}, agreed: {} };
  expect(planRepair(held, 'to_library')).toBeNull();
  expect(planRepair(held, 'from_library')).toBeNull();
});

describe('undoing', () => {
  const plan = planRepair(drifted, 'to_library');
  if (plan === null) throw new Error('there is something to repair');
  const done = { before: drifted, after: plan.after };

  it('puts each side back as it was', () => {
    expect(planUndo(plan.after, done)).toEqual({
      after: drifted,
      changes: [
        { field: 'cost', from: '12', to: '13' },
        { field: 'name', from: 'Iris', to: 'Rose' },
      ],
    });
  });

  it('leaves alone what somebody has changed since', () => {
    const moved = { ...plan.after, library: { name: 'Lily', cost: '12' } };
    expect(planUndo(moved, done)).toBeNull();
  });
});
