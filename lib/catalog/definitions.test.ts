import { afterAll, beforeAll, expect, it } from 'vitest';
import { database, pool } from '@/lib/core/db';
import { type Actor, systemActor } from '@/lib/people/schema';
import { listEnabledSources } from '@/lib/sources/data';
import { keepMeasurement } from '@/lib/sources/quality.commands';
import { checkDefinition, enableDefinition, saveDefinition } from './definitions.commands';
import { listDefinitions, readDefinition } from './definitions-view.data';
import { drainSender } from './drain';
import { closeLibraries } from './library';
import * as make from './testing';

const actor: Actor = { ...systemActor('Ana'), kind: 'user', id: '1' };
beforeAll(() => {
  process.env.OUTBOUND_ALLOW = '127.0.0.1,localhost';
});
afterAll(closeLibraries);

/** A sender and a library without a sync of their own. */
async function place(): Promise<{ world: make.World; slug: string; yaml: string }> {
  const world = await make.makeWorld();
  await database().syncDefinitionVersion.deleteMany({ where: { definitionId: world.definitionId } });
  await database().syncDefinition.delete({ where: { id: world.definitionId } });
  const slug = `fragrances-${world.table.split('.')[0]}`;
  return { world, slug, yaml: make.definitionYaml({ table: world.table }) };
}

it('is saved switched off, and once it is on the workers take the baseline', async () => {
  const { world, slug, yaml } = await place();
  const saved = await saveDefinition({ actor, slug, yaml, baseVersion: 0, note: 'first' });
  expect(saved).toMatchObject({
    version: 1,
    enabled: false,
    baselineAt: null,
    records: 0,
    table: world.table,
  });
  await drainSender(world.senderId);
  expect((await readDefinition(database(), slug)).baselineAt).toBeNull();
  expect(await enableDefinition({ actor, slug, enabled: true })).toMatchObject({ enabled: true });
  await drainSender(world.senderId);
  const listed = (await listDefinitions(database())).find((definition) => definition.slug === slug);
  expect(listed).toMatchObject({
    records: 3,
    assumed: 3,
    baselineAt: expect.any(String),
    senderName: `CMS of ${world.table}`,
  });
});

it('says where it does not fit the library’s real columns, and is not saved', async () => {
  const { slug, yaml, world } = await place();
  const wrong = yaml.replace('cost: { type: number }', 'costs: { type: number }');
  expect(await checkDefinition(wrong)).toMatchObject({
    valid: false,
    errors: [{ line: 9, column: 3, message: 'The table has no column "costs". Did you mean "cost"?' }],
  });
  await expect(saveDefinition({ actor, slug, yaml: wrong, baseVersion: 0, note: 'x' })).rejects.toMatchObject(
    {
      code: 'invalid_input',
      errors: [{ line: 9 }],
    },
  );
  await database().connection.update({
    where: { id: world.libraryId },
    data: { baseUrl: make.libraryUrl(1) },
  });
  expect((await checkDefinition(yaml)).errors).toMatchObject([
    { line: 5, message: expect.stringMatching(/cannot be reached/) },
  ]);
});

it('is not saved over what somebody saved meanwhile, and keeps its table', async () => {
  const { slug, yaml } = await place();
  await saveDefinition({ actor, slug, yaml, baseVersion: 0, note: 'first' });
  await expect(saveDefinition({ actor, slug, yaml, baseVersion: 0, note: 'x' })).rejects.toMatchObject({
    code: 'conflict',
  });
  const titled = yaml.replace('source:', 'title: Perfumes\nsource:');
  expect(await saveDefinition({ actor, slug, yaml: titled, baseVersion: 1, note: 'title' })).toMatchObject({
    version: 2,
    title: 'Perfumes',
    versions: [{ version: 2 }, { version: 1 }],
  });
  const other = await place();
  const moved = other.yaml.replace(other.slug, slug);
  await expect(saveDefinition({ actor, slug, yaml: moved, baseVersion: 2, note: 'x' })).rejects.toMatchObject(
    {
      code: 'invalid_input',
      errors: [{ path: 'target' }],
    },
  );
});

it('a column that is added begins with what the library holds', async () => {
  const { slug, yaml, world } = await place();
  const without = yaml.replace('  forbidden: { type: boolean, default: false }\n', '');
  await saveDefinition({ actor, slug, yaml: without, baseVersion: 0, note: 'first' });
  await enableDefinition({ actor, slug, enabled: true });
  await make.deliver(world, [make.change(1, { cost: 5 })]);
  await drainSender(world.senderId);
  await saveDefinition({ actor, slug, yaml, baseVersion: 1, note: 'forbidden too' });
  await drainSender(world.senderId);
  const { rows } = await pool().query(
    'SELECT key, expected FROM catalog_records r JOIN sync_definitions d ON d.id = r.definition_id WHERE slug = $1 ORDER BY key',
    [slug],
  );
  expect(rows.map(({ expected }) => [expected.cost, expected.forbidden])).toEqual([
    ['5', 'false'],
    ['20', 'false'],
    ['30', 'false'],
  ]);
});

it('its source of figures is read by generations as long as it is on', async () => {
  const { slug, yaml } = await place();
  await saveDefinition({ actor, slug, yaml, baseVersion: 0, note: 'first' });
  await enableDefinition({ actor, slug, enabled: true });
  const { id: definitionId } = await database().syncDefinition.findUniqueOrThrow({ where: { slug } });
  await keepMeasurement({ definitionId, slug, measuredAt: new Date(), fields: [] });
  const read = async () => (await listEnabledSources(database())).filter(({ name }) => name.endsWith(slug));
  expect(await read()).toMatchObject([{ kind: 'quality' }]);
  await enableDefinition({ actor, slug, enabled: false });
  expect(await read()).toEqual([]);
  await enableDefinition({ actor, slug, enabled: true });
  const [source] = await read();
  const deeds = await database().auditEvent.findMany({
    where: { subjectId: source?.id ?? '' },
    orderBy: { id: 'asc' },
  });
  expect(deeds.map(({ action, actorName }) => [action, actorName])).toEqual([
    ['source.created', 'measure-quality'],
    ['source.disabled', 'Ana'],
    ['source.enabled', 'Ana'],
  ]);
});

it('only one sync of a sender is on', async () => {
  const { slug, yaml } = await place();
  await saveDefinition({ actor, slug, yaml, baseVersion: 0, note: 'first' });
  await enableDefinition({ actor, slug, enabled: true });
  const second = `${slug}-2`;
  await saveDefinition({
    actor,
    slug: second,
    yaml: yaml.replace(slug, second),
    baseVersion: 0,
    note: 'second',
  });
  await expect(enableDefinition({ actor, slug: second, enabled: true })).rejects.toMatchObject({
    code: 'conflict',
  });
  await enableDefinition({ actor, slug, enabled: false });
  expect(await enableDefinition({ actor, slug: second, enabled: true })).toMatchObject({ enabled: true });
});
