import { expect, it } from 'vitest';
import { providerRefusal } from '@/lib/people/users.schema';
import { signInFault } from './sign-in-faults';

it.each(providerRefusal.options)('the refusal %s has words of its own', (code) => {
  expect(signInFault(code, 'Acme')).not.toBe(signInFault('something new', 'Acme'));
});

it('what an address says is never shown as it stands', () => {
  expect(signInFault('Call 0900 123 to unlock', 'Acme')).not.toContain('0900');
});

it('without a code there is no fault', () => {
  expect(signInFault(undefined, 'Acme')).toBeNull();
});

it('a code that every object has is none of ours', () => {
  expect(signInFault('constructor', 'Acme')).toBe(signInFault('something new', 'Acme'));
});
