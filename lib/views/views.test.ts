import { beforeAll, beforeEach, expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { insertUser } from '@/lib/people/data';
import type { Role } from '@/lib/people/roles.schema';
import type { Actor } from '@/lib/people/schema';
import { changeView, removeView, saveView } from './commands';
import { listViews, readView } from './data';
import { hrefOfView, searchOf } from './link.schema';
import { createViewInput, listViewsInput } from './schema';

let ana: Actor;
let bo: Actor;
let root: Actor;
const token: Actor = {
  kind: 'token',
  id: '00000000-0000-0000-0000-000000000001',
  name: 'ci',
  role: 'viewer',
};

async function person(name: string, role: Role): Promise<Actor> {
  const user = {
    name,
    role,
    email: `${name.toLowerCase()}@views.test`,
    passwordHash: 'x',
    mustChangePassword: false,
  };
  return { kind: 'user', id: await insertUser(database(), user), name, role };
}

beforeAll(async () => {
  [ana, bo, root] = [
    await person('Ana', 'viewer'),
    await person('Bo', 'operator'),
    await person('Root', 'admin'),
  ];
});
beforeEach(() => database().savedView.deleteMany());

type Given = { name?: string; search?: string; isShared?: boolean; area?: string };
const wanted = ({ area = 'recommendations', ...given }: Given = {}) =>
  createViewInput.parse({
    area,
    name: 'Disks of mine',
    search: '?status=open&cursor=abc&action=delete',
    ...given,
  });
const seenBy = async (actor: Actor) =>
  (await listViews(database(), actor, listViewsInput.parse({ area: 'recommendations' }))).items;

it('keeps a list’s filters and sort without its page, in one order', async () => {
  const view = await saveView({
    actor: ana,
    ...wanted({ search: '?sort=-found&status=open&status=closed&cursor=x&view=full' }),
  });
  expect(view).toMatchObject({ search: 'sort=-found&status=open&status=closed', owner: 'Ana', isOwn: true });
  expect(searchOf('status=open&sort=-found&status=closed')).toBe(view.search);
  expect(hrefOfView(view)).toBe(`/recommendations?${view.search}&saved=${view.id}`);
});

it('is its owner’s until it is shared, and then everybody’s, tokens’ too', async () => {
  const view = await saveView({ actor: ana, ...wanted() });
  expect([await seenBy(bo), await seenBy(root), await seenBy(token)]).toEqual([[], [], []]);
  expect(await readView(database(), bo, view.id)).toBeNull();
  await changeView({ actor: ana, id: view.id, isShared: true });
  for (const other of [bo, root, token]) {
    expect(await readView(database(), other, view.id)).toMatchObject({ owner: 'Ana', isOwn: false });
  }
  expect(await seenBy(bo)).toHaveLength(1);
});

it('shows a list its own views only', async () => {
  await saveView({ actor: ana, ...wanted({ area: 'runs' }) });
  expect(await seenBy(ana)).toEqual([]);
});

it('two views of one person and list do not have one name, whatever the case; two people’s may', async () => {
  const first = await saveView({ actor: ana, ...wanted() });
  await expect(saveView({ actor: ana, ...wanted({ name: 'DISKS of mine' }) })).rejects.toMatchObject({
    code: 'conflict',
  });
  await saveView({ actor: bo, ...wanted() });
  const second = await saveView({ actor: ana, ...wanted({ name: 'Others' }) });
  await expect(changeView({ actor: ana, id: second.id, name: 'disks of MINE' })).rejects.toMatchObject({
    code: 'conflict',
    errors: [{ path: 'name' }],
  });
  expect(await changeView({ actor: ana, id: first.id, name: 'Disks of Mine' })).toMatchObject({
    name: 'Disks of Mine',
  });
});

it('is changed by its owner only, whatever the others’ role', async () => {
  const { id } = await saveView({ actor: ana, ...wanted({ isShared: true }) });
  for (const actor of [bo, root, token]) {
    await expect(changeView({ actor, id, name: 'Mine now' })).rejects.toMatchObject({ code: 'forbidden' });
  }
  await changeView({ actor: ana, id, search: 'status=closed' });
  expect(await readView(database(), bo, id)).toMatchObject({
    name: 'Disks of mine',
    search: 'status=closed',
  });
});

it('is removed by its owner, and by an administrator where it is shared', async () => {
  const shared = await saveView({ actor: ana, ...wanted({ isShared: true }) });
  const own = await saveView({ actor: ana, ...wanted({ name: 'Private' }) });
  await expect(removeView({ actor: bo, id: shared.id })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(removeView({ actor: root, id: own.id })).rejects.toMatchObject({ code: 'not_found' });
  await removeView({ actor: root, id: shared.id });
  await removeView({ actor: ana, id: own.id });
  expect(await seenBy(ana)).toEqual([]);
});

it('a token has no views of its own', async () => {
  await expect(saveView({ actor: { ...token, role: 'admin' }, ...wanted() })).rejects.toMatchObject({
    code: 'forbidden',
  });
});

it('who saved, shared, renamed and removed it stands in the audit log', async () => {
  const { id } = await saveView({ actor: ana, ...wanted() });
  await changeView({ actor: ana, id, isShared: true });
  await removeView({ actor: root, id });
  const events = await database().auditEvent.findMany({ where: { subjectId: id }, orderBy: { id: 'asc' } });
  expect(events).toMatchObject([
    { action: 'view.saved', actorName: 'Ana', after: { name: 'Disks of mine', isShared: false } },
    { action: 'view.changed', actorName: 'Ana', before: { isShared: false }, after: { isShared: true } },
    { action: 'view.removed', actorName: 'Root', before: { name: 'Disks of mine' } },
  ]);
});
