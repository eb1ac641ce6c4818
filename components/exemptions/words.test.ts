import { expect, it } from 'vitest';
import { scopeWords, thingWords } from './words';

const nothing = {
  resourceId: null,
  resourceName: null,
  provider: null,
  account: null,
  tagKey: null,
  tagValue: null,
};

it('says what is exempt', () => {
  expect(thingWords({ ...nothing, kind: 'resource', resourceId: '3', resourceName: 'web-1' })).toBe('web-1');
  expect(thingWords({ ...nothing, kind: 'resource', resourceId: '3' })).toBe('resource 3');
  expect(thingWords({ ...nothing, kind: 'account', provider: 'aws', account: '1111' })).toBe('aws 1111');
  expect(thingWords({ ...nothing, kind: 'tag', tagKey: 'env', tagValue: 'dr' })).toBe('env = dr');
  expect(thingWords({ ...nothing, kind: 'tag', tagKey: 'env' })).toBe('env, whatever it says');
});

it('says of which findings', () => {
  const every = { action: null, ruleSet: null, ruleSetTitle: null };
  expect(scopeWords(every)).toBe('every rule set');
  expect(scopeWords({ ...every, action: 'buy_commitment' })).toBe('Buy commitment, every rule set');
  expect(scopeWords({ action: 'delete', ruleSet: 'idle', ruleSetTitle: 'Idle things' })).toBe(
    'Delete, Idle things',
  );
});
