import { describe, expect, it } from 'vitest';
import { environmentOf, explainRoute, findOwner, OWNER_TAGS, ownerOf, routeOf } from './routing';
import type { RouteRow, RouteView } from './schema';

const accounts = [{ provider: 'AWS', account: '4411', owner: 'platform' }];

describe('owner', () => {
  it.each<[string, Record<string, string>, string, string | null]>([
    ['its tag comes first', { owner: 'data' }, '4411', 'data'],
    ['then the account', { env: 'prod' }, '4411', 'platform'],
    ['then nobody: the unowned queue', {}, '9999', null],
    ['an empty tag names nobody', { owner: '  ' }, '4411', 'platform'],
    ['tags are asked in their order', { team: 'web', owner: 'data' }, '4411', 'data'],
    ['a later tag counts when an earlier one is missing', { team: 'web' }, '9999', 'web'],
  ])('%s', (_, tags, account, expected) => {
    expect(ownerOf({ tags, provider: 'AWS', account }, OWNER_TAGS, accounts)).toBe(expected);
  });

  it('is not taken from the same account number of another provider', () => {
    expect(ownerOf({ tags: {}, provider: 'Azure', account: '4411' }, OWNER_TAGS, accounts)).toBeNull();
  });

  it('is not read from what every object inherits', () => {
    expect(ownerOf({ tags: {}, provider: 'AWS', account: '1' }, ['constructor'], [])).toBeNull();
  });
});

it.each<[Record<string, string>, string]>([
  [{ env: 'prod' }, 'prod'],
  [{ environment: 'Production' }, 'prod'],
  [{ env: 'prod-eu' }, 'prod'],
  [{ stage: 'staging' }, 'nonprod'],
  [{ env: 'dev' }, 'nonprod'],
  [{ env: 'non-prod' }, 'nonprod'],
  [{ env: 'nonprod' }, 'nonprod'],
  [{ env: 'blue' }, 'unknown'],
  [{ env: 'product-search' }, 'unknown'],
  [{}, 'unknown'],
])('%j is %s', (tags, expected) => {
  expect(environmentOf(tags)).toBe(expected);
});

describe('route', () => {
  const route = (owner: string | null, projectKey: string): RouteView => ({
    id: projectKey,
    owner,
    connectionId: 'c',
    projectKey,
    issueType: 'Task',
    assignee: null,
    weeklyCap: 50,
  });
  const routes = [route('Data', 'DATA'), route(null, 'PLAT')];

  it.each([
    ['data', 'DATA'],
    ['DATA', 'DATA'],
    ['somebody else', 'PLAT'],
    [null, 'PLAT'],
  ])('of %s is %s', (owner, expected) => {
    expect(routeOf(owner, routes)?.projectKey).toBe(expected);
  });

  it('is none where neither the owner nor everybody has one', () => {
    expect(routeOf('web', [route('Data', 'DATA')])).toBeNull();
    expect(routeOf(null, [route('Data', 'DATA')])).toBeNull();
  });
});

describe('where a ticket would go', () => {
  const route = (owner: string | null, projectKey: string, connectionEnabled = true): RouteRow => ({
    id: projectKey,
    owner,
    connectionId: 'c',
    projectKey,
    issueType: 'Task',
    assignee: null,
    weeklyCap: 50,
    connectionName: 'Our Jira',
    connectionEnabled,
  });
  const place = { provider: 'aws', account: '4411' };
  const owners = [{ ...place, owner: 'platform' }];
  const explain = (tags: Record<string, string>, routes: RouteRow[], known = owners) =>
    explainRoute(findOwner({ tags, ...place }, OWNER_TAGS, known), place, routes);

  it('is told with the tag that names the owner and the route of its own', () => {
    expect(explain({ team: 'Data' }, [route('data', 'DATA'), route(null, 'PLAT')])).toMatchObject({
      via: 'own',
      sentence: 'A ticket for Data goes to the project DATA of Our Jira as a Task.',
      steps: ['The tag team names the owner Data.', 'Data has a route of its own.'],
    });
  });

  it('is told with the account, and the default route that takes it', () => {
    const { via, steps } = explain({}, [route(null, 'PLAT')]);
    expect(via).toBe('default');
    expect(steps).toEqual([
      'No tag names an owner (looked for owner, team, squad, cost-center, costcenter). The account aws 4411 belongs to platform.',
      'platform has no route of its own: the default route takes it.',
    ]);
  });

  it('is the unowned queue where nobody owns it and there is no default route', () => {
    expect(explain({}, [route('data', 'DATA')], [])).toMatchObject({
      route: null,
      via: 'none',
      sentence: 'It waits in the unowned queue: no ticket is opened until somebody says where it goes.',
    });
  });

  it('waits where the connection is switched off', () => {
    const { sentence, steps } = explain({ owner: 'data' }, [route('data', 'DATA', false)]);
    expect(sentence).toMatch(/switched off: it waits\.$/);
    expect(steps).toHaveLength(3);
  });
});
