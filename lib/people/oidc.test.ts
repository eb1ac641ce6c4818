import { expect, it } from 'vitest';
import { readPerson, roleOf } from './oidc';

const grants = [
  { group: 'finops', role: 'operator' },
  { group: 'finops-admins', role: 'admin' },
  { group: 'staff', role: 'viewer' },
] as const;

it.each([
  [[], null],
  [['others'], null],
  [['staff'], 'viewer'],
  [['staff', 'finops'], 'operator'],
  [['finops-admins', 'staff', 'finops'], 'admin'],
  [['FINOPS'], null], // a group is what the provider calls it, to the letter
])('the groups %j give %s', (groups, role) => {
  expect(roleOf(groups, grants)).toBe(role);
});

it('* is everybody’s group, with or without others', () => {
  const open = [...grants, { group: '*', role: 'viewer' } as const];
  expect(roleOf([], open)).toBe('viewer');
  expect(roleOf(['finops'], open)).toBe('operator');
});

const least = { iss: 'https://id.example', sub: '42' };

it.each<[string, Record<string, unknown>, string, string[]]>([
  ['a list', { groups: ['a', 'b'] }, 'groups', ['a', 'b']],
  ['a single one', { groups: 'a' }, 'groups', ['a']],
  ['a path', { realm_access: { roles: ['a'] } }, 'realm_access.roles', ['a']],
  ['an address with dots', { 'https://acme.example/groups': ['a'] }, 'https://acme.example/groups', ['a']],
  ['none', {}, 'groups', []],
  ['what is no group', { groups: [1, null, 'a', {}] }, 'groups', ['a']],
  ['what every object has', {}, 'constructor.name', []],
])('groups are read from %s', (_, claims, claim, groups) => {
  expect(readPerson({ ...least, ...claims }, claim).groups).toEqual(groups);
});

it.each<[unknown, boolean]>([
  [true, true],
  ['true', true],
  [false, false],
  ['false', false],
  [undefined, false],
  [1, false],
])('an e-mail is verified when the provider says so in plain words: %j', (email_verified, isVerified) => {
  expect(readPerson({ ...least, email_verified }, 'groups').isEmailVerified).toBe(isVerified);
});

it.each<[Record<string, unknown>, string]>([
  [{ name: 'Ada', preferred_username: 'al', email: 'ada@example.com' }, 'Ada'],
  [{ name: ' ', preferred_username: 'al' }, 'al'],
  [{ email: 'ada@example.com' }, 'ada@example.com'],
  [{}, '42'],
])('%j is called %s', (claims, name) => {
  expect(readPerson({ ...least, ...claims }, 'groups').name).toBe(name);
});

it('an address that is none counts as none', () => {
  expect(readPerson({ ...least, email: 'not an address' }, 'groups').email).toBeNull();
  expect(readPerson({ ...least, email: 'Ada@Example.com' }, 'groups').email).toBe('ada@example.com');
});
