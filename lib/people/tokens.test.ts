import { beforeEach, expect, it } from 'vitest';
import { forgetPeople, lastEvents } from '@/scripts/testing/people';
import { database } from '../core/db';
import { systemActor } from './schema';
import { createToken, identifyToken, revokeToken } from './tokens.commands';
import { listTokens } from './tokens.data';
import { listTokensInput } from './tokens.schema';

const NOW = new Date('2026-11-21T12:00:00Z');
const clock = () => NOW;
const actor = { ...systemActor('ada@example.com'), kind: 'user', id: 'x' } as const;
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000);

beforeEach(forgetPeople);

const list = async (input: Record<string, unknown> = {}) =>
  (await listTokens(database(), listTokensInput.parse(input), NOW)).items;

it('a token is told once: what is kept is its digest and enough to tell it from others', async () => {
  const { token } = await createToken({ actor, name: 'ci', role: 'viewer', clock });
  const [row] = await database().apiToken.findMany();
  expect(JSON.stringify(row)).not.toContain(token);
  expect(await list()).toMatchObject([
    { name: 'ci', role: 'viewer', prefix: token.slice(0, 9), createdBy: 'ada@example.com', state: 'live' },
  ]);
  expect(JSON.stringify((await lastEvents(1))[0]?.after)).not.toContain(token);
});

it('a token acts with its own role and says when it was last used, to the minute', async () => {
  const { token } = await createToken({ actor, name: 'ci', role: 'operator', clock });
  expect(await identifyToken(token, later(0))).toMatchObject({ kind: 'token', name: 'ci', role: 'operator' });
  await identifyToken(token, later(59));
  expect((await list())[0]?.lastUsedAt).toBe(NOW.toISOString());
  await identifyToken(token, later(61));
  expect((await list())[0]?.lastUsedAt).toBe(later(61).toISOString());
});

it('a token ends at its end, and at once when it is revoked', async () => {
  const expiresAt = later(60).toISOString();
  const short = await createToken({ actor, name: 'short', role: 'viewer', expiresAt, clock });
  const long = await createToken({ actor, name: 'long', role: 'viewer', clock });
  expect(await identifyToken(short.token, later(59))).not.toBeNull();
  expect(await identifyToken(short.token, later(60))).toBeNull();
  await revokeToken({ actor, id: long.id });
  expect(await identifyToken(long.token, NOW)).toBeNull();
  expect(await identifyToken('ek_never-was-one', NOW)).toBeNull();
});

it('revoking twice is one event; one that never was is not found', async () => {
  const { id } = await createToken({ actor, name: 'ci', role: 'viewer', clock });
  await revokeToken({ actor, id });
  await revokeToken({ actor, id });
  expect(await lastEvents(2)).toMatchObject([
    { action: 'token.revoked', subjectId: id, before: { name: 'ci' } },
    { action: 'token.created' },
  ]);
  const none = '00000000-0000-4000-8000-000000000000';
  await expect(revokeToken({ actor, id: none })).rejects.toMatchObject({ code: 'not_found' });
});

it('a token that would have run out already is not made', async () => {
  const expiresAt = later(-1).toISOString();
  await expect(createToken({ actor, name: 'late', role: 'viewer', expiresAt, clock })).rejects.toThrow(
    /passed/,
  );
});

it.each<[Record<string, unknown>, string[]]>([
  [{}, ['revoked', 'past', 'live']],
  [{ state: 'live' }, ['live']],
  [{ state: 'expired' }, ['past']],
  [{ state: 'revoked' }, ['revoked']],
  [{ role: 'admin' }, ['past']],
  [{ q: 'ADA@' }, ['revoked', 'past', 'live']],
  [{ sort: 'expiresAt', limit: 1 }, ['past']],
  [{ sort: 'name' }, ['live', 'past', 'revoked']],
])('the list of %j is %j', async (input, names) => {
  const made = [
    await createToken({ actor, name: 'live', role: 'viewer', clock }),
    await createToken({ actor, name: 'past', role: 'admin', expiresAt: later(1).toISOString(), clock }),
    await createToken({ actor, name: 'revoked', role: 'operator', clock }),
  ];
  await revokeToken({ actor, id: made[2]?.id ?? '' });
  for (const [step, { id }] of made.entries()) {
    await database().apiToken.update({ where: { id }, data: { createdAt: later(step - 100) } });
  }
  await database().apiToken.updateMany({ where: { name: 'past' }, data: { expiresAt: later(-1) } });
  expect((await list(input)).map(({ name }) => name)).toEqual(names);
});
