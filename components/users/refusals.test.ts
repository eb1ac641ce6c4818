import { expect, it } from 'vitest';
import { refusalsOf } from './refusals';

const ada = { id: 'ada', state: 'active', origin: 'password' } as const;

it('the last administrator is neither demoted nor disabled, whoever looks', () => {
  expect(refusalsOf(ada, 'bo', ['ada'])).toMatchObject({
    demote: expect.stringContaining('last administrator'),
    disable: expect.stringContaining('last administrator'),
  });
  expect(refusalsOf(ada, 'bo', ['ada', 'bo'])).toEqual({ demote: null, disable: null, link: null });
  expect(refusalsOf({ ...ada, id: 'cy' }, 'bo', ['ada'])).toMatchObject({ demote: null, disable: null });
});

it('nobody disables themself, but one of several administrators may step down', () => {
  expect(refusalsOf(ada, 'ada', ['ada', 'bo'])).toMatchObject({
    demote: null,
    disable: expect.stringContaining('yourself'),
  });
});

it('a link is for who has a password here and may come in', () => {
  expect(refusalsOf({ ...ada, state: 'disabled' }, 'bo', []).link).toContain('Enable');
  expect(refusalsOf({ ...ada, origin: 'oidc' }, 'bo', []).link).toContain('identity provider');
  expect(refusalsOf({ ...ada, state: 'invited' }, 'bo', []).link).toBeNull();
});
