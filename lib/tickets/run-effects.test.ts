import { beforeAll, expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import type { EffectState } from '@/lib/effects/schema';
import { makeConnection } from '@/lib/recommendations/testing';
import { effectsOfRun } from './run-effects.data';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 1, 12, minute));
let connectionId = '';
let runId = '';
let made = 0;

async function effect(state: EffectState, triedAt: Date[], { deed = 'send', on = connectionId } = {}) {
  made += 1;
  const settled = ['confirmed', 'rejected'].includes(state) ? at(59) : null;
  await database().effect.create({
    data: {
      key: `ticket.create:${made}:1`,
      kind: 'ticket.create',
      subject: `lineage:${made}`,
      connectionId: on,
      state,
      payload: {},
      frozen: true,
      settledAt: settled,
      ...(state === 'confirmed' ? { result: {} } : {}),
      ...(state === 'uncertain' ? { uncertainSince: at(10), horizonAt: at(12) } : {}),
      history: { create: triedAt.map((startedAt) => ({ deed, startedAt, token: crypto.randomUUID() })) },
    },
  });
}

/** A run that distributed from minute 10 to 20 and, resumed, from 40 to 50. */
beforeAll(async () => {
  connectionId = await makeConnection();
  const job = { name: 'distribute:jira', job: 'distribute', input: { connectionId }, needs: [] };
  const run = await database().run.create({
    data: {
      graph: 'distribute',
      mode: 'async',
      input: {},
      plan: [job],
      state: 'failed',
      endedAt: at(50),
      requestedBy: 'test',
      trigger: 'hand',
      jobs: { create: [{ name: job.name, job: 'distribute', position: 0, state: 'failed' }] },
    },
  });
  runId = run.id;
  for (const [attempt, from, to] of [
    [1, 10, 20],
    [2, 40, 50],
  ] as const) {
    await database().runAttempt.create({
      data: {
        ...{ runId, name: job.name, attempt, epoch: attempt, workflowId: `w${attempt}`, step: 1 },
        ...{ state: 'failed', startedAt: at(from), endedAt: at(to) },
      },
    });
  }
  await effect('confirmed', [at(11)]);
  await effect('confirmed', [at(12), at(41)]);
  await effect('uncertain', [at(45)]);
  await effect('confirmed', [at(5)]);
  await effect('confirmed', [at(15)], { deed: 'answer' });
  await effect('confirmed', [at(15)], { on: await makeConnection() });
});

it('counts what the run’s distributions tried, each once: not before them, not a person’s answers, not other trackers', async () => {
  expect(await effectsOfRun(database(), runId)).toEqual({
    items: [
      {
        job: 'distribute:jira',
        connectionId,
        states: [
          { state: 'confirmed', count: 2 },
          { state: 'uncertain', count: 1 },
        ],
      },
    ],
  });
});

it('a run without a distribution has none', async () => {
  expect(await effectsOfRun(database(), crypto.randomUUID())).toEqual({ items: [] });
});
