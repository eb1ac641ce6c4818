import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { database, transaction } from '@/lib/core/db';
import { recordAudit } from './audit.data';
import { listAuditInput } from './audit.schema';
import { listAudit, readAudit, readAuditChoices } from './audit-views.data';
import { type Actor, systemActor } from './schema';

const person = (email: string, more: Partial<Actor> = {}): Actor => ({
  kind: 'user',
  id: randomUUID(),
  name: email,
  role: 'admin',
  ...more,
});

const ada = person('ada@example.com', { requestId: 'req-ada-1', address: '192.0.2.7' });
const bo = person('Bo@example.com');
const pipeline: Actor = { kind: 'token', id: randomUUID(), name: 'pipeline', role: 'operator' };

/** Each event in a transaction of its own: `at` is the transaction's. */
function record(actor: Actor, action: string, id: string, values: { before?: string; after?: string } = {}) {
  const [kind = ''] = action.split('.');
  const held = Object.entries(values).map(([side, name]) => [side, { name }]);
  return transaction((tx) =>
    recordAudit(tx, actor, { action, subject: { kind, id }, ...Object.fromEntries(held) }),
  );
}

async function listed(filter: Record<string, unknown> = {}) {
  const { items } = await listAudit(database(), listAuditInput.parse(filter));
  return items.map(({ actorName, action, subjectId }) => `${actorName} ${action} ${subjectId}`);
}

beforeAll(async () => {
  await record(ada, 'source.created', 's1', { after: 'Bill' });
  await record(bo, 'source.changed', 's1', { before: 'Bill', after: 'AWS bill' });
  await record(pipeline, 'run.requested', 'r1');
  await record(systemActor('schedule nightly'), 'run.requested', 'r2');
  await record(ada, 'user.password_changed', ada.id ?? '');
});

it('the newest stands first, with what it was before and after, and from where it came', async () => {
  expect(await listed()).toEqual([
    `ada@example.com user.password_changed ${ada.id}`,
    'schedule nightly run.requested r2',
    'pipeline run.requested r1',
    'Bo@example.com source.changed s1',
    'ada@example.com source.created s1',
  ]);
  const { items } = await listAudit(database(), listAuditInput.parse({ subjectId: 's1', sort: 'at' }));
  expect(items.map(({ before, after }) => [before, after])).toEqual([
    [null, { name: 'Bill' }],
    [{ name: 'Bill' }, { name: 'AWS bill' }],
  ]);
  const first = items[0];
  expect(first).toMatchObject({
    actorKind: 'user',
    actorId: ada.id,
    requestId: 'req-ada-1',
    address: '192.0.2.7',
  });
  expect(await readAudit(database(), first?.id ?? '')).toEqual(first);
});

it('what is no event is not found', async () => {
  for (const id of ['999999999', 'x', '1; DROP TABLE users']) {
    await expect(readAudit(database(), id)).rejects.toThrow(/there is no audit event/);
  }
});

it('each filter keeps what it says, and together they keep what all say', async () => {
  expect(await listed({ actor: ada.id })).toHaveLength(2);
  expect(await listed({ actor: 'bo@EXAMPLE.com' })).toEqual(['Bo@example.com source.changed s1']);
  expect(await listed({ actorKind: 'system' })).toEqual(['schedule nightly run.requested r2']);
  expect(await listed({ action: 'run.requested' })).toHaveLength(2);
  expect(await listed({ subjectKind: 'run', actorKind: 'token' })).toEqual(['pipeline run.requested r1']);
  expect(await listed({ subjectKind: 'run', subjectId: 's1' })).toEqual([]);
  expect(await listed({ action: '', actor: '', from: '' })).toHaveLength(5); // cleared in the address bar
});

it.each([
  ['ada@', 2, 'how a name begins'],
  ['PIPE', 1, 'in any case'],
  ['example', 0, 'a part of a name within it'],
  ['requested', 2, 'a part of an action'],
  ['password changed', 1, 'an action in words'],
  ['s1', 2, 'a whole id of a record'],
  ['req-ada-1', 2, 'a whole id of a request'],
  ['192.0.2.7', 2, 'a whole address'],
  ['%', 0, 'what SQL would take for anything'],
])('a search for %s finds %i: %s', async (q, count) => {
  expect(await listed({ q })).toHaveLength(count);
});

it('a search is filtered, sorted and paged like the list', async () => {
  expect(await listed({ q: 'requested', actorKind: 'system' })).toEqual([
    'schedule nightly run.requested r2',
  ]);
  const whole = await listed({ q: 'ada@' });
  const first = await listAudit(database(), listAuditInput.parse({ q: 'ada@', limit: 1 }));
  const second = await listAudit(
    database(),
    listAuditInput.parse({ q: 'ada@', limit: 1, cursor: first.nextCursor }),
  );
  expect([...first.items, ...second.items].map(({ action }) => action)).toEqual(
    whole.map((words) => words.split(' ')[1]),
  );
  expect(second.nextCursor).toBeNull();
});

it('the filters offer what the log has', async () => {
  expect(await readAuditChoices(database())).toEqual({
    actors: [
      { name: 'ada@example.com', kind: 'user' },
      { name: 'Bo@example.com', kind: 'user' },
      { name: 'pipeline', kind: 'token' },
      { name: 'schedule nightly', kind: 'system' },
    ],
    actions: ['run.requested', 'source.changed', 'source.created', 'user.password_changed'],
    subjectKinds: ['run', 'source', 'user'],
  });
});

it('a range begins with its first moment and ends before its last', async () => {
  const days = ['2026-01-01', '2026-01-02', '2026-01-03'];
  const who = { actorKind: 'system', actorName: 'dated', subjectKind: 'dated' } as const;
  await database().auditEvent.createMany({
    data: days.map((day) => ({ ...who, action: 'dated.made', subjectId: day, at: new Date(day) })),
  });
  const within = (from: string, to: string) => listed({ subjectKind: 'dated', from, to });
  expect(await within('2026-01-01', '2026-01-03')).toEqual([
    'dated dated.made 2026-01-02',
    'dated dated.made 2026-01-01',
  ]);
  expect(await within('2026-01-02T05:45:00+05:45', '2026-01-02T00:00:00.001Z')).toEqual([
    'dated dated.made 2026-01-02',
  ]);
});

it('a secret that a command hands over all the same is not kept', async () => {
  const after = { name: 'Jira', secret: 'hunter2', headers: { authorization: 'Basic aHVudGVyMg==' } };
  await transaction((tx) =>
    recordAudit(tx, ada, { action: 'connection.created', subject: { kind: 'connection', id: 'c1' }, after }),
  );
  const { items } = await listAudit(database(), listAuditInput.parse({ subjectId: 'c1' }));
  expect(items[0]?.after).toEqual({
    name: 'Jira',
    secret: '[secret]',
    headers: { authorization: '[secret]' },
  });
});

it('the log cannot be changed, thinned out or emptied, not even where triggers are switched off', async () => {
  const refused = /never changed or deleted/;
  const attempts = [
    'UPDATE audit_events SET actor_name = actor_name',
    'DELETE FROM audit_events',
    'TRUNCATE audit_events',
    'TRUNCATE audit_events CASCADE',
  ];
  const before = await database().auditEvent.count();
  for (const attempt of attempts) {
    await expect(database().$executeRawUnsafe(attempt)).rejects.toThrow(refused);
    await expect(
      transaction(async (tx) => {
        await tx.$executeRaw`SET LOCAL session_replication_role = replica`;
        await tx.$executeRawUnsafe(attempt);
      }),
    ).rejects.toThrow(refused);
  }
  expect(await database().auditEvent.count()).toBe(before);
});
