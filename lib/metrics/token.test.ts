import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { hashToken } from '@/lib/people/password';
import { answerScrape } from './scrape';

const WANTED = `known-metrics-${randomUUID()}`;
// Before the settings are first asked for; an address may be refused twice this often a minute.
process.env.METRICS_TOKEN = WANTED;
process.env.RATE_LIMIT_PER_MINUTE = '3';

const scrape = (token: string) =>
  answerScrape(
    new Request('http://127.0.0.1/metrics', { headers: { authorization: `Bearer ${token}` } }),
  ).then(({ status }) => status);

it('METRICS_TOKEN, where it is set, is the only one that opens', async () => {
  const admin = `known-admin-${randomUUID()}`;
  await database().apiToken.create({ data: { name: 'a', role: 'admin', tokenHash: hashToken(admin) } });
  expect(await scrape(WANTED)).toBe(200);
  expect(await scrape(admin)).toBe(401);
  expect(await scrape(`${WANTED}x`)).toBe(401);
});

it('guessing is slowed down, a scraper that is known is not', async () => {
  const answers: number[] = [];
  for (let guess = 0; guess < 10; guess += 1) answers.push(await scrape(`guess-${guess}`));
  expect(answers.at(-1)).toBe(429);
  expect(await scrape(WANTED)).toBe(200);
});
