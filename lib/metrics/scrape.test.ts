import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { GET } from '@/app/metrics/route';
import { nothing, reads } from '@/lib/contract';
import { database } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { route } from '@/lib/http';
import { hashToken } from '@/lib/people/password';
import { readFigures } from './data';
import { exposeFigures } from './expose';
import { FIGURES } from './schema';

const VIEWER = `known-viewer-${randomUUID()}`;
const EXPIRED = `known-expired-${randomUUID()}`;

const scrape = (token?: string) =>
  GET(
    new Request('http://127.0.0.1/metrics', {
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    }),
  );

type Sample = { name: string; labels: Record<string, string>; value: number };

/** The exposition format, 0.0.4, as Prometheus reads it; what is none of it fails. */
function parse(text: string): { samples: Sample[]; types: Map<string, string>; helps: Set<string> } {
  const types = new Map<string, string>();
  const helps = new Set<string>();
  const samples: Sample[] = [];
  for (const line of text.split('\n').filter((each) => each.trim() !== '')) {
    const comment = /^# (HELP|TYPE) ([a-zA-Z_:][\w:]*) (.+)$/.exec(line);
    if (comment) {
      const [, kind, name = '', said = ''] = comment;
      if (kind === 'HELP') helps.add(name);
      else expect(types.has(name), `${name} is described twice`).toBe(false);
      if (kind === 'TYPE') types.set(name, said);
      continue;
    }
    const [, name, labels = '', value] =
      /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? ([+-]?(?:\d[\d.e+-]*|Inf|NaN|Nan))$/.exec(line) ?? [];
    if (name === undefined) throw new Error(`no line of the format: ${line}`);
    const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key = '', held = '']) => [
      key,
      held,
    ]);
    samples.push({ name, labels: Object.fromEntries(pairs), value: Number(value) });
  }
  return { samples, types, helps };
}

const figureOf = (samples: Sample[], name: string, labels: Record<string, string> = {}) =>
  samples.find(
    (each) => each.name === name && Object.entries(labels).every(([key, held]) => each.labels[key] === held),
  )?.value;

beforeAll(async () => {
  await database().apiToken.createMany({
    data: [
      { name: 'prometheus', role: 'viewer', tokenHash: hashToken(VIEWER) },
      { name: 'old', role: 'admin', tokenHash: hashToken(EXPIRED), expiresAt: new Date('2020-01-01') },
    ],
  });
});

describe('who may scrape', () => {
  it.each([
    ['a stranger', undefined],
    ['somebody with a token that is none', 'x'.repeat(40)],
    ['an expired token', EXPIRED],
  ])('%s is refused', async (_who, token) => {
    const answer = await scrape(token);
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ code: 'unauthenticated' });
  });

  it('a token of the least role is let in', async () => {
    const answer = await scrape(VIEWER);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  });
});

describe('what is told', () => {
  it('is the exposition format, with Node’s own figures and every figure of ours described', async () => {
    const { samples, types, helps } = parse(await (await scrape(VIEWER)).text());
    expect(figureOf(samples, 'evenkeel_database_up')).toBe(1);
    expect(figureOf(samples, 'evenkeel_workers_alive')).toBe(0);
    expect(figureOf(samples, 'process_start_time_seconds')).toBeGreaterThan(1e9);
    for (const name of types.keys()) expect(helps).toContain(name);
    for (const [name, { kind }] of Object.entries(FIGURES)) {
      expect(name.endsWith('_total'), name).toBe(kind === 'counter');
    }
    // What was never so has no time.
    expect(figureOf(samples, 'evenkeel_last_generation_timestamp_seconds')).toBeUndefined();
  });

  it('calls of the API are counted by the contract’s path, not by what was asked', async () => {
    const contract = { ...reads('/api/things/{id}', 'A thing', { input: nothing, response: z.object({}) }) };
    const handle = route({ ...contract, role: 'public' }, async ({ request }) => {
      if (request.url.endsWith('/7')) throw new AppError('not_found', 'no');
      return {};
    });
    for (const id of [1, 2, 7]) {
      await handle(new Request(`http://127.0.0.1/api/things/${id}`), { params: Promise.resolve({}) });
    }
    const { samples } = parse(await (await scrape(VIEWER)).text());
    const series = { method: 'GET', path: '/api/things/{id}' };
    const counted = 'http_request_duration_seconds_count';
    expect(figureOf(samples, counted, { ...series, status: '200' })).toBe(2);
    expect(figureOf(samples, counted, { ...series, status: '404' })).toBe(1);
    expect(JSON.stringify(samples)).not.toContain('/api/things/7');
  });

  it('runs, jobs, effects, polls and schedules are as the database has them', async () => {
    await database().$executeRaw`
      INSERT INTO connections (id, kind, name, base_url, account, sealed_secret)
      VALUES ('00000000-0000-4000-8000-00000000000a', 'jira', 'Jira "EU"', 'https://a.test', 'a', 'x')`;
    await database().$executeRaw`
      INSERT INTO sync_cursors (connection_id, last_success_at, last_error)
      VALUES ('00000000-0000-4000-8000-00000000000a', '2026-11-21T10:00:00Z', 'no answer')`;
    await database().$executeRaw`
      INSERT INTO schedules (name, graph, input, cron, key_format, next_due_at)
      VALUES ('late', 'recommend', '{}', '0 6 * * 1', 'x:{week}', now() - interval '1 hour')`;
    const [run] = await database().$queryRaw<{ id: string }[]>`
      INSERT INTO runs (graph, mode, plan, input, state, requested_by, trigger, started_at)
      VALUES ('recommend', 'simple', '[]', '{}', 'running', 'test', 'hand', now()) RETURNING id::text`;
    await database().$executeRaw`
      INSERT INTO run_jobs (run_id, name, position, job, state) VALUES
        (${run?.id}::uuid, 'collect:a', 0, 'collect', 'running'), (${run?.id}::uuid, 'b', 1, 'evaluate', 'waiting')`;
    for (const attempt of [1, 2]) {
      await database().$executeRaw`
        INSERT INTO run_attempts (run_id, name, attempt, epoch, workflow_id, step, state, started_at)
        VALUES (${run?.id}::uuid, 'collect:a', ${attempt}, 1, 'w', ${attempt}, 'running', now() - interval '4 seconds')`;
      await database().$executeRaw`
        UPDATE run_attempts SET state = 'failed', ended_at = started_at + interval '4 seconds'
        WHERE run_id = ${run?.id}::uuid AND attempt = ${attempt}`;
    }
    // Read anew: a scrape that took long is answered again for a while.
    const figures = await readFigures(database());
    const { samples } = parse(await exposeFigures({ figures, isUp: true, version: '1' }));
    expect(figureOf(samples, 'evenkeel_runs', { state: 'running' })).toBe(1);
    expect(figureOf(samples, 'evenkeel_runs', { state: 'requested' })).toBe(0);
    expect(figureOf(samples, 'evenkeel_jobs', { state: 'waiting' })).toBe(1);
    expect(figureOf(samples, 'evenkeel_jobs', { state: 'queued' })).toBe(0);
    const failed = { job: 'collect', outcome: 'failed' };
    expect(figureOf(samples, 'evenkeel_job_attempts_total', failed)).toBe(2);
    expect(figureOf(samples, 'evenkeel_job_attempt_seconds_total', failed)).toBeCloseTo(8);
    const connection = 'Jira \\"EU\\"';
    expect(figureOf(samples, 'evenkeel_effects', { connection, state: 'parked' })).toBe(0);
    expect(figureOf(samples, 'evenkeel_ticket_poll_failing', { connection })).toBe(1);
    expect(figureOf(samples, 'evenkeel_ticket_poll_timestamp_seconds', { connection })).toBe(1795255200);
    expect(figureOf(samples, 'evenkeel_schedules_overdue')).toBe(1);
  });

  it('without the database says so, and nothing that is not known', async () => {
    const { samples } = parse(await exposeFigures({ figures: [], isUp: false, version: '1' }));
    expect(samples).toEqual([
      { name: 'evenkeel_database_up', labels: {}, value: 0 },
      { name: 'evenkeel_build_info', labels: { version: '1' }, value: 1 },
    ]);
  });
});
