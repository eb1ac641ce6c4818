import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { database, transaction } from '@/lib/core/db';
import { seedShippedRuleSets } from './commands';
import { compileVersion, currentVersions, publishVersion, versionsById } from './data';

const yaml = (reason: string, slug = 'idle-things') => `
ruleset: ${slug}
title: Idle things
domain: finops
rules:
  - name: delete-idle
    condition: "idle == true"
    recommend: { action: delete, reason: "${reason}" }
`;

describe('the rule sets that come with the program', () => {
  let folder: string;
  const file = () => join(folder, 'finops', 'idle-things.yaml');
  const seed = () => seedShippedRuleSets({ folder });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'evenkeel-rules-'));
    await mkdir(join(folder, 'finops'));
    await writeFile(file(), yaml('idle'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('are published once, and again when their text changed; older versions stay', async () => {
    expect((await seed()).published).toEqual(['idle-things']);
    expect((await seed()).unchanged).toEqual(['idle-things']);
    const [first] = await currentVersions(database(), ['finops']);
    await writeFile(file(), yaml('idle for long'));
    expect((await seed()).published).toEqual(['idle-things']);
    const [second] = await currentVersions(database(), ['finops']);
    expect([first?.version, second?.version]).toEqual([1, 2]);
    const [old] = await versionsById(database(), [first?.versionId ?? '']);
    const found = old && compileVersion(old).compiled.evaluate({ idle: true }, { now: new Date() });
    expect(found?.recommend).toMatchObject([{ action: 'delete', reason: 'idle' }]);
  });

  it('never write over what an operator published', async () => {
    const set = await database().ruleSet.findUniqueOrThrow({ where: { slug: 'idle-things' } });
    const own = { slug: set.slug, title: 'Ours', domain: 'finops', yaml: yaml('ours'), checksum: 'ours' };
    const next = { ruleSetId: set.id, version: 3, publishedBy: 'ada', publishedAt: new Date(), note: '' };
    await transaction((tx) => publishVersion(tx, own, next));
    await writeFile(file(), yaml('changed once more'));
    expect((await seed()).keptForOperator).toEqual(['idle-things']);
    expect(await currentVersions(database(), ['finops'])).toMatchObject([{ version: 3, title: 'Ours' }]);
  });

  it('are refused whole when one of them is wrong, with the place', async () => {
    const broken = join(folder, 'finops', 'broken.yaml');
    await writeFile(broken, yaml('x', 'broken').replace('idle == true', 'idle =='));
    await expect(seed()).rejects.toMatchObject({
      code: 'misconfigured',
      message: expect.stringContaining('broken.yaml'),
      errors: [expect.objectContaining({ line: 7 })],
    });
    await rm(broken);
    expect(await database().ruleSet.count({ where: { slug: 'broken' } })).toBe(0);
  });
});

it('every shipped set can be seeded', async () => {
  const { published } = await seedShippedRuleSets();
  expect(published.length).toBeGreaterThan(10);
});
