import { expect, it } from 'vitest';
import { seal, unseal } from './seal';

const PLACE = 'connections:7:sealed_secret';

it('a sealed secret opens in its own place and shows nothing of itself', () => {
  const sealed = seal('hunter2-hunter2', PLACE);
  expect(sealed).not.toContain('hunter2');
  expect(unseal(sealed, PLACE)).toBe('hunter2-hunter2');
});

it('the same secret never seals to the same text', () => {
  expect(seal('one', PLACE)).not.toBe(seal('one', PLACE));
});

it('a secret carried to another row does not open', () => {
  expect(() => unseal(seal('one', PLACE), 'connections:8:sealed_secret')).toThrow(/belongs to another row/);
});

it('a changed letter is noticed', () => {
  const sealed = seal('one two three', PLACE);
  const changed = `${sealed.slice(0, -2)}${sealed.endsWith('AA') ? 'BB' : 'AA'}`;
  expect(() => unseal(changed, PLACE)).toThrow(/it was changed/);
});

it('a secret of another key says so and what to do', () => {
  const [version, , ...rest] = seal('one', PLACE).split('.');
  expect(() => unseal([version, 'otherkey', ...rest].join('.'), PLACE)).toThrow(
    /another SEAL_KEY \(otherkey\)/,
  );
});
