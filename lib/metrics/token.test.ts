import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { hashToken } from '@/lib/people/password';
import { answerScrape } from './scrape';

const WANTED = `known-metrics-${randomUUID()}`;
process.env.METRICS_TOKEN = WANTED; // before the settings are first asked for

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
  let status = 401;
  for (let guess = 0; guess < 1300 && status === 401; guess += 1) status = await scrape(`guess-${guess}`);
  expect(status).toBe(429);
  expect(await scrape(WANTED)).toBe(200);
});
