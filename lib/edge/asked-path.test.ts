import { expect, it } from 'vitest';
import { signInPath } from './asked-path';

it.each([
  [null, '/sign-in'],
  ['/', '/sign-in'],
  ['/views/7', '/sign-in?callbackUrl=%2Fviews%2F7'],
  ['/runs?state=failed&_rsc=1x', '/sign-in?callbackUrl=%2Fruns%3Fstate%3Dfailed'],
  ['//elsewhere.example/x', '/sign-in?callbackUrl=%2Fx'],
])('who asked for %s signs in at %s', (asked, path) => {
  expect(signInPath(asked)).toBe(path);
});
