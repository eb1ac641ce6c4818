import { beforeEach, expect, it } from 'vitest';
import { database, transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { doubtRunOutLeases, findEffect, intendEffect, settleByPerson } from './data';
import { lookUp, perform, type Sent } from './ledger';
import { readEffect } from './views.data';

const timing = { leaseMs: 60_000, horizonMs: 60_000 };
let connectionId = '';
let sequence = 0;
let confirmed: string[] = [];
let stuck: string[] = [];

beforeEach(async () => {
  confirmed = [];
  stuck = [];
  sequence += 1;
  const { id } = await database().connection.create({
    data: {
      kind: 'jira',
      name: `site ${sequence}`,
      baseUrl: 'https://jira.example',
      account: 'a@b.example',
      sealedSecret: 'x',
    },
  });
  connectionId = id;
});

async function intend(key = `ticket.create:${sequence}:1`, payload = { title: 'first' }) {
  const intent = { key, kind: 'ticket.create', subject: `lineage:${sequence}`, connectionId, payload };
  return (await transaction((tx) => intendEffect(tx, intent))).id;
}

type Issue = { issue: string };
const done: Sent<Issue> = { kind: 'confirmed', result: { issue: 'PLAT-1' }, status: 201 };

function performing(send: () => Promise<Sent<Issue>>, more = {}) {
  return {
    send,
    onConfirmed: async (_: unknown, result: Issue) => {
      confirmed.push(result.issue);
    },
    onStuck: async (_: unknown, detail: string) => {
      stuck.push(detail);
    },
    timing,
    ...more,
  };
}

async function makeUncertain(horizonMs = 0) {
  const id = await intend();
  const send = async () => ({ kind: 'uncertain' as const, detail: 'reset' });
  await perform(id, performing(send, { timing: { ...timing, horizonMs } }));
  return id;
}

const stateOf = async (id: string) => (await findEffect(database(), id))?.state;

it('performs an intended effect once; the second time finds nothing to do', async () => {
  const id = await intend();
  let calls = 0;
  const send = async () => {
    calls += 1;
    return done;
  };
  expect(await perform(id, performing(send))).toEqual({ state: 'confirmed', detail: null });
  expect(await perform(id, performing(send))).toEqual({ state: 'skipped', detail: null });
  expect([calls, confirmed]).toEqual([1, ['PLAT-1']]);
  const { history, ...effect } = await readEffect(database(), id);
  expect(effect).toMatchObject({ state: 'confirmed', attempts: 1, result: { issue: 'PLAT-1' } });
  expect(history).toMatchObject([{ deed: 'send', outcome: 'confirmed', status: 201 }]);
});

it('performs it once when two workers go for it at the same time', async () => {
  const id = await intend();
  let calls = 0;
  const send = async () => {
    calls += 1;
    return done;
  };
  const states = await Promise.all([perform(id, performing(send)), perform(id, performing(send))]);
  expect(calls).toBe(1);
  expect(states.map(({ state }) => state).sort()).toEqual(['confirmed', 'skipped']);
});

it('keeps one row a key; the payload follows until the first sending and is frozen then', async () => {
  const id = await intend('k:1', { title: 'first' });
  expect(await intend('k:1', { title: 'second' })).toBe(id);
  expect((await findEffect(database(), id))?.payload).toEqual({ title: 'second' });
  await perform(
    id,
    performing(async () => ({ kind: 'deferred', detail: '429', afterMs: 0 })),
  );
  await intend('k:1', { title: 'third' });
  expect(await findEffect(database(), id)).toMatchObject({ state: 'intended', payload: { title: 'second' } });
});

it('goes back to intended and waits when nothing was done', async () => {
  const id = await intend();
  const send = async () => ({ kind: 'deferred' as const, detail: '429', status: 429, afterMs: 60_000 });
  expect(await perform(id, performing(send))).toEqual({ state: 'intended', detail: '429' });
  expect((await findEffect(database(), id))?.waitMs).toBeGreaterThan(50_000);
  expect(
    await perform(
      id,
      performing(async () => done),
    ),
  ).toMatchObject({ state: 'skipped' });
});

it('goes back to intended before it stops everything, when the connection itself is refused', async () => {
  const id = await intend();
  const stop = new AppError('misconfigured', 'Jira refuses the sign-in');
  const send = async () => ({ kind: 'deferred' as const, detail: '401', afterMs: 0, stop });
  await expect(perform(id, performing(send))).rejects.toBe(stop);
  expect(await stateOf(id)).toBe('intended');
});

it('records a refusal with its words and tells that a person is needed', async () => {
  const id = await intend();
  await perform(
    id,
    performing(async () => ({ kind: 'rejected', detail: 'labels: not on screen', status: 400 })),
  );
  expect(await readEffect(database(), id)).toMatchObject({
    state: 'rejected',
    error: 'labels: not on screen',
  });
  expect(stuck).toEqual(['labels: not on screen']);
});

it('holds an effect whose call threw for uncertain', async () => {
  const id = await intend();
  await perform(
    id,
    performing(() => Promise.reject(new Error('lost'))),
  );
  expect(await readEffect(database(), id)).toMatchObject({ state: 'uncertain', error: 'lost' });
});

it('writes nothing from an attempt that lost its lease, not even a success', async () => {
  const id = await intend();
  const send = async () => {
    await transaction((tx) => doubtRunOutLeases(tx, connectionId, 60_000));
    return done;
  };
  const result = await perform(id, performing(send, { timing: { ...timing, leaseMs: -1 } }));
  expect(result.state).toBe('lost');
  expect(confirmed).toEqual([]);
  expect(await stateOf(id)).toBe('uncertain');
});

it('does not let a late attempt settle the one that came after it', async () => {
  const id = await intend();
  const send = async (): Promise<Sent<Issue>> => {
    await transaction((tx) => doubtRunOutLeases(tx, connectionId, 0));
    await lookUp(id, { ...performing(async () => done), find: absent, mayPark: true });
    await perform(
      id,
      performing(async () => ({ kind: 'deferred', detail: '429', afterMs: 0 })),
    );
    return { kind: 'rejected', detail: 'an answer to the first attempt' };
  };
  const result = await perform(id, performing(send, { timing: { ...timing, leaseMs: -1 } }));
  expect(result.state).toBe('lost');
  expect(await stateOf(id)).toBe('intended');
});

it('judges a sending effect uncertain only when its lease has run out', async () => {
  const id = await intend();
  const judged: number[] = [];
  const send = async () => {
    judged.push(await transaction((tx) => doubtRunOutLeases(tx, connectionId, 0)));
    return done;
  };
  await perform(id, performing(send));
  expect(judged).toEqual([0]);
  expect(await stateOf(id)).toBe('confirmed');
});

it('rolls back the confirmation when what must happen with it fails', async () => {
  const id = await intend();
  const failing = {
    ...performing(async () => done),
    onConfirmed: () => Promise.reject(new Error('no such lineage')),
  };
  await expect(perform(id, failing)).rejects.toThrow('no such lineage');
  expect(await stateOf(id)).toBe('sending');
});

const absent = async () => ({ kind: 'absent' as const, detail: 'not there' });

it('confirms what a look finds, before the horizon too', async () => {
  const id = await makeUncertain(60_000);
  const find = async () => ({ kind: 'found' as const, result: { issue: 'PLAT-7' }, detail: 'by label' });
  const looked = await lookUp(id, { ...performing(async () => done), find, mayPark: true });
  expect(looked.state).toBe('confirmed');
  expect(confirmed).toEqual(['PLAT-7']);
  const { history } = await readEffect(database(), id);
  expect(history.map(({ deed, outcome }) => `${deed}: ${outcome}`)).toEqual([
    'send: uncertain',
    'look up: confirmed',
  ]);
});

it('concludes nothing from absence before the horizon', async () => {
  const id = await makeUncertain(60_000);
  const looked = await lookUp(id, { ...performing(async () => done), find: absent, mayPark: true });
  expect(looked.state).toBe('uncertain');
});

it('sends again after absence was shown past the horizon', async () => {
  const id = await makeUncertain();
  await lookUp(id, { ...performing(async () => done), find: absent, mayPark: true });
  expect(
    await perform(
      id,
      performing(async () => done),
    ),
  ).toMatchObject({ state: 'confirmed' });
  expect((await findEffect(database(), id))?.attempts).toBe(2);
});

it('parks what can be neither found nor shown absent, and a person decides', async () => {
  const id = await makeUncertain();
  const find = async () => ({ kind: 'unproven' as const, detail: 'nothing in PLAT is visible' });
  const options = { ...performing(async () => done), find };
  expect(await lookUp(id, { ...options, mayPark: false })).toMatchObject({ state: 'uncertain' });
  expect(await lookUp(id, { ...options, mayPark: true })).toMatchObject({ state: 'parked' });
  expect(stuck).toEqual(['nothing in PLAT is visible']);
  const effect = await findEffect(database(), id);
  if (!effect) throw new Error('the effect is gone');
  expect(await transaction((tx) => settleByPerson(tx, effect, { event: 'allow' }))).toBe(true);
  expect(await transaction((tx) => settleByPerson(tx, effect, { event: 'allow' }))).toBe(false);
  expect(await findEffect(database(), id)).toMatchObject({ state: 'intended', frozen: true });
});

it('stays uncertain when the other side cannot be asked', async () => {
  const id = await makeUncertain();
  const find = () => Promise.reject(new AppError('unavailable', 'Jira is away'));
  const looked = await lookUp(id, { ...performing(async () => done), find, mayPark: true });
  expect(looked).toEqual({ state: 'uncertain', detail: 'Jira is away' });
});

it('drops a conclusion about an attempt that is no longer the last one', async () => {
  const id = await makeUncertain();
  const find = async () => {
    await lookUp(id, { ...performing(async () => done), find: absent, mayPark: true });
    await perform(
      id,
      performing(async () => ({ kind: 'uncertain', detail: 'cut again' })),
    );
    return { kind: 'absent' as const, detail: 'seen before the second attempt' };
  };
  const looked = await lookUp(id, { ...performing(async () => done), find, mayPark: true });
  expect(looked.state).toBe('lost');
  expect(await stateOf(id)).toBe('uncertain');
});

it('makes a refused payload anew when a person lets it be sent again', async () => {
  const id = await intend('k:2', { title: 'first' });
  await perform(
    id,
    performing(async () => ({ kind: 'rejected', detail: 'no such project' })),
  );
  const effect = await findEffect(database(), id);
  if (!effect) throw new Error('the effect is gone');
  await transaction((tx) => settleByPerson(tx, effect, { event: 'allow' }));
  await intend('k:2', { title: 'mended' });
  expect(await findEffect(database(), id)).toMatchObject({ state: 'intended', payload: { title: 'mended' } });
});
