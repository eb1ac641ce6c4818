import { beforeEach, expect, it } from 'vitest';
import { addUser, forgetPeople, lastEvents, PASSWORD } from '@/scripts/testing/people';
import { processorMs } from '@/scripts/testing/processor';
import { database } from '../core/db';
import { signInWithPassword } from './sign-in.commands';

const START = new Date('2026-11-21T12:00:00Z');
const at = (seconds: number) => () => new Date(START.getTime() + seconds * 1_000);
const ADA = 'ada@example.com';

beforeEach(async () => {
  await forgetPeople();
  await addUser(ADA);
});

type Try = { email?: string; password?: string; address?: string; after?: number };

const attempt = ({ email = ADA, password = 'wrong', address = '192.0.2.1', after = 0 }: Try = {}) =>
  signInWithPassword({ email, password, address, clock: at(after) });

async function failTimes(count: number, more: Try = {}): Promise<void> {
  for (let time = 0; time < count; time += 1) expect(await attempt(more)).toBeNull();
}

it.each([
  ['an account', ADA],
  ['an account that is not there', 'nobody@example.com'],
  ['an account however it is written', '  ADA@Example.com '],
])('after five wrong passwords %s has to wait, longer each time, and is told how long', async (_, email) => {
  await failTimes(5, { email });
  await expect(attempt({ email })).rejects.toThrow('Too many attempts. Try again in 1 second.');
  await failTimes(1, { email, after: 1 });
  await expect(attempt({ email, after: 2 })).rejects.toThrow('Try again in 1 second.');
  await failTimes(1, { email, after: 3 });
  await expect(attempt({ email, after: 3 })).rejects.toThrow('Try again in 4 seconds.');
});

it('the right password does not help before the time, and afterwards it makes all good', async () => {
  await failTimes(5);
  await expect(attempt({ password: PASSWORD })).rejects.toThrow(/Too many attempts/);
  expect(await attempt({ password: PASSWORD, after: 1 })).not.toBeNull();
  await failTimes(5, { after: 2 });
});

it('many attempts at one time are counted as many', async () => {
  const answers = await Promise.allSettled(Array.from({ length: 12 }, () => attempt()));
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
});

it('an account that waits does not keep another from the same address waiting', async () => {
  await addUser('bo@example.com');
  await failTimes(5);
  expect(await attempt({ email: 'bo@example.com', password: PASSWORD })).not.toBeNull();
});

it('an address that tries many accounts has to wait too; another address has not', async () => {
  for (let account = 0; account < 30; account += 1) {
    await failTimes(1, { email: `guess-${account}@example.com` });
  }
  await expect(attempt({ password: PASSWORD })).rejects.toThrow(/Too many attempts/);
  expect(await attempt({ password: PASSWORD, address: '198.51.100.9' })).not.toBeNull();
});

it('an office that signs in all morning is not counted for it', async () => {
  for (let time = 0; time < 40; time += 1) expect(await attempt({ password: PASSWORD })).not.toBeNull();
});

it('the audit log says why somebody was refused, and a flood is told once a minute', async () => {
  await failTimes(5);
  for (let time = 0; time < 3; time += 1) await expect(attempt()).rejects.toThrow(/Too many/);
  const [limited, wrong] = await lastEvents(2);
  expect(limited).toMatchObject({
    action: 'session.refused',
    actorName: ADA,
    address: '192.0.2.1',
    after: { reason: 'limited' },
  });
  expect(wrong).toMatchObject({ action: 'session.refused', after: { reason: 'wrong_password' } });
});

it('what was typed for an account is not kept as it was typed', async () => {
  await failTimes(1, { email: 'my password by mistake' });
  const kept = await database().attemptLimit.findMany();
  const [event] = await lastEvents(1);
  expect(JSON.stringify([kept, event?.actorName, event?.after])).not.toContain('mistake');
});

it('no password that is wrong takes much less time than another', async () => {
  const { id } = await addUser('cy@example.com');
  await database().user.update({ where: { id }, data: { disabledAt: new Date() } });
  const times: number[] = [];
  for (const email of [ADA, 'nobody@example.com', 'cy@example.com']) {
    times.push(await processorMs(() => attempt({ email })));
  }
  // Each has verified a hash, which takes tens of milliseconds; without one it would take a few.
  expect(Math.min(...times)).toBeGreaterThan(Math.max(...times) / 5);
});
