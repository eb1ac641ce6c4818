import { expect, it } from 'vitest';
import { ownPath } from './credentials';

it.each([
  ['/runs?state=failed', '/runs?state=failed'],
  [undefined, '/'],
  ['https://elsewhere.example/x', '/'],
  ['//elsewhere.example', '/'],
  ['/\\elsewhere.example', '/'],
  ['javascript:alert(1)', '/'],
])('after signing in, %s leads to %s', (target, path) => {
  expect(ownPath(target)).toBe(path);
});
