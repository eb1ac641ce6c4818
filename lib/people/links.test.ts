import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startMailServer, type TestMailServer } from '@/scripts/testing/mail';
import { addUser, forgetPeople, lastEvents, openSessionOf } from '@/scripts/testing/people';
import { database } from '../core/db';
import {
  claimForgotten,
  createResetLink,
  forgottenAnswer,
  inviteUser,
  lookUpLink,
  mailForgottenLink,
  setPasswordByLink,
} from './links.commands';
import { systemActor } from './schema';
import { signInWithPassword } from './sign-in.commands';
import { disableUser, enableUser } from './users.commands';

const START = new Date('2026-11-21T12:00:00Z');
const HOUR = 3_600_000;
const clockAt = (ms: number) => () => new Date(START.getTime() + ms);
const clock = clockAt(0);
const actor = systemActor('root@example.com');
const ADA = { actor, email: 'ada@example.com', name: 'Ada', role: 'operator', clock } as const;
const NEW_PASSWORD = 'quite another password';
let server: TestMailServer;

beforeAll(async () => {
  server = await startMailServer();
  process.env.SMTP_URL = server.url;
  process.env.PUBLIC_URL = 'https://evenkeel.example.com';
});

afterAll(() => server.stop());

beforeEach(async () => {
  await forgetPeople();
  server.mails.length = 0;
});

const tokenIn = (text: string) => /set-password\/([\w-]+)/.exec(text)?.[1] ?? '';
/** What a mail reads like once its lines are put together again. */
const textOf = (mail: { text: string } | undefined) =>
  (mail?.text ?? '')
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));

describe('an invitation', () => {
  it('makes a user who cannot sign in until they have chosen a password by the link', async () => {
    const { link, userId, expiresAt, mailed } = await inviteUser(ADA);
    expect(link).toMatch(/^https:\/\/evenkeel\.example\.com\/set-password\/[\w-]{43}$/);
    expect({ expiresAt, mailed }).toEqual({ expiresAt: '2026-11-28T12:00:00.000Z', mailed: true });
    expect(await signInWithPassword({ email: ADA.email, password: '' })).toBeNull();
    const token = tokenIn(link);
    expect(await lookUpLink(token, clock)).toMatchObject({ state: 'live', purpose: 'invite', name: 'Ada' });
    expect(await setPasswordByLink({ token, password: NEW_PASSWORD, clock })).toEqual({ email: ADA.email });
    expect(await signInWithPassword({ email: ADA.email, password: NEW_PASSWORD })).toMatchObject({
      id: userId,
    });
  });

  it('is mailed in plain words, with the link and until when it works', async () => {
    const { link } = await inviteUser(ADA);
    expect(server.mails).toHaveLength(1);
    expect(server.mails[0]?.to).toEqual([ADA.email]);
    const text = textOf(server.mails[0]);
    expect(text).toContain(link);
    expect(text).toContain('root@example.com has made an account for you');
    expect(text).toContain('until 28 November 2026, 12:00 UTC');
  });

  it('stands although the mail server refuses it: the administrator has the link', async () => {
    server.refuse(true);
    const { link, mailed } = await inviteUser(ADA);
    server.refuse(false);
    expect(mailed).toBe(false);
    expect(await lookUpLink(tokenIn(link), clock)).toMatchObject({ state: 'live' });
  });

  it('to an address that has an account is a conflict', async () => {
    await addUser(ADA.email);
    await expect(inviteUser({ ...ADA, email: 'ADA@example.com' })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('keeps its link neither in the database nor in the audit log', async () => {
    const token = tokenIn((await inviteUser(ADA)).link);
    const kept = [await database().passwordLink.findMany(), (await lastEvents(1))[0]?.after];
    expect(JSON.stringify(kept)).not.toContain(token);
  });
});

describe('a link', () => {
  const dead: [string, (userId: string, token: string) => Promise<unknown>, string][] = [
    ['used', (_, token) => setPasswordByLink({ token, password: NEW_PASSWORD, clock }), 'used'],
    ['replaced by another', (id) => createResetLink({ actor, id, clock }), 'replaced'],
    ['whose user is disabled', (id) => disableUser({ actor, id, clock }), 'unknown'],
    [
      'whose user was disabled in between',
      async (id) => {
        await disableUser({ actor, id, clock });
        await enableUser({ actor, id, clock });
      },
      'replaced',
    ],
  ];
  it.each(dead)('%s does not work any more', async (_, kill, state) => {
    const { link, userId } = await inviteUser(ADA);
    const token = tokenIn(link);
    await kill(userId, token);
    expect(await lookUpLink(token, clock)).toEqual({ state });
    const again = setPasswordByLink({ token, password: 'somebody else’s password', clock });
    await expect(again).rejects.toMatchObject({ code: 'gone' });
  });

  it('that has run out, or never was, does not work', async () => {
    const token = tokenIn((await inviteUser(ADA)).link);
    const late = clockAt(7 * 24 * HOUR);
    expect(await lookUpLink(token, late)).toEqual({ state: 'expired' });
    await expect(setPasswordByLink({ token, password: NEW_PASSWORD, clock: late })).rejects.toThrow(
      /ask an admin/,
    );
    await expect(setPasswordByLink({ token: 'guess', password: NEW_PASSWORD })).rejects.toThrow(
      /ask an admin/,
    );
  });

  it('that two browsers use at one time sets one password', async () => {
    const token = tokenIn((await inviteUser(ADA)).link);
    const both = await Promise.allSettled(
      ['the first password', 'the second password'].map((password) =>
        setPasswordByLink({ token, password, clock }),
      ),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('cannot be guessed at any length from one address', async () => {
    const guess = () =>
      setPasswordByLink({ token: 'x', password: NEW_PASSWORD, address: '192.0.2.1', clock });
    for (let time = 0; time < 30; time += 1) await expect(guess()).rejects.toMatchObject({ code: 'gone' });
    await expect(guess()).rejects.toMatchObject({ code: 'rate_limited', retryAfterSeconds: 1 });
  });
});

describe('a reset', () => {
  it('ends every session of the user once the new password is set, and is in the audit log', async () => {
    const { id } = await addUser(ADA.email);
    const session = await openSessionOf(ADA.email);
    const { link } = await createResetLink({ actor, id });
    expect(await session.viewer()).not.toBeNull();
    await setPasswordByLink({ token: tokenIn(link), password: NEW_PASSWORD });
    expect(await session.viewer()).toBeNull();
    expect(await lastEvents(2)).toMatchObject([
      { action: 'user.password_set', actorName: ADA.email, after: { by: 'reset' } },
      { action: 'user.reset_link_made', actorName: 'root@example.com', subjectId: id },
    ]);
  });

  it('of somebody who never accepted the invitation is the invitation again', async () => {
    const { userId } = await inviteUser(ADA);
    const { link } = await createResetLink({ actor, id: userId, clock });
    expect(await lookUpLink(tokenIn(link), clock)).toMatchObject({ state: 'live', purpose: 'invite' });
  });

  it.each<[string, (id: string) => Promise<unknown>, RegExp]>([
    ['disabled', (id) => disableUser({ actor, id }), /enable them first/],
    [
      'known by the identity provider',
      (userId) =>
        database().userIdentity.create({ data: { userId, issuer: 'https://id.example', subject: '1' } }),
      /identity provider/,
    ],
  ])('is not made for a user who is %s', async (_, arrange, words) => {
    const { id } = await addUser(ADA.email);
    await arrange(id);
    await expect(createResetLink({ actor, id })).rejects.toThrow(words);
  });
});

describe('a forgotten password', () => {
  it('is mailed a link that works for an hour', async () => {
    await addUser(ADA.email);
    await mailForgottenLink({ email: 'Ada@example.com', clock });
    const token = tokenIn(textOf(server.mails[0]));
    expect(await lookUpLink(token, clockAt(HOUR - 1))).toMatchObject({ state: 'live', purpose: 'reset' });
    expect(await lookUpLink(token, clockAt(HOUR))).toEqual({ state: 'expired' });
    expect(await lastEvents(1)).toMatchObject([{ action: 'user.reset_link_mailed' }]);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['nobody', async () => undefined],
    ['somebody disabled', async () => disableUser({ actor, id: (await addUser(ADA.email)).id })],
    ['somebody who was only invited', () => inviteUser(ADA)],
  ])('of %s is answered alike and mailed to nobody', async (_, arrange) => {
    await addUser('root@example.com', 'admin');
    await arrange();
    server.mails.length = 0;
    const answer = forgottenAnswer();
    await mailForgottenLink({ email: ADA.email, clock });
    expect(server.mails).toEqual([]);
    expect(forgottenAnswer()).toEqual(answer);
  });

  it('is asked for twice in a row at most, whether there is such an account or not', async () => {
    const ask = (email: string) => claimForgotten({ email, address: '192.0.2.1', clock });
    for (const email of [ADA.email, 'nobody@example.com']) {
      await ask(email);
      await ask(email);
      await expect(ask(email)).rejects.toThrow('Too many attempts. Try again in 1 minute.');
    }
  });
});
