import { expect, it } from 'vitest';
import { EMPTY_THING, exemptedOf } from './thing';

it('is of nothing until enough is said', () => {
  expect(exemptedOf(EMPTY_THING)).toBeNull();
  expect(exemptedOf({ ...EMPTY_THING, kind: 'account', account: ' ' })).toBeNull();
  expect(exemptedOf({ ...EMPTY_THING, kind: 'tag', value: 'dr' })).toBeNull();
});

it('is of a resource, an account, or a tag with a value or with any', () => {
  expect(exemptedOf({ ...EMPTY_THING, resourceId: '3' })).toEqual({ kind: 'resource', resourceId: '3' });
  expect(exemptedOf({ ...EMPTY_THING, kind: 'account', account: ' 1111 ' })).toEqual({
    kind: 'account',
    provider: 'aws',
    account: '1111',
  });
  expect(exemptedOf({ ...EMPTY_THING, kind: 'tag', key: 'env', value: ' dr' })).toEqual({
    kind: 'tag',
    key: 'env',
    value: 'dr',
  });
  expect(exemptedOf({ ...EMPTY_THING, kind: 'tag', key: 'env' })).toEqual({
    kind: 'tag',
    key: 'env',
    value: null,
  });
});
