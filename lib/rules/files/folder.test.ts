import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { env } from '@/lib/core/env';
import { folderBelowImports, readFolder } from './folder';
import { FOLDER_LIMITS } from './sift';

const top = mkdtempSync(join(tmpdir(), 'evenkeel-folder-'));
const [imports, outside] = [join(top, 'imports'), join(top, 'outside')];
for (const folder of [join(imports, 'rules/finops'), join(imports, 'rules/.git'), outside]) {
  mkdirSync(folder, { recursive: true });
}
writeFileSync(join(imports, 'rules/finops/idle.yaml'), 'rules: []\n');
writeFileSync(join(imports, 'rules/.git/config.yaml'), 'secret: 1\n');
writeFileSync(join(imports, 'rules/README.md'), 'read me\n');
writeFileSync(join(outside, 'secret.yaml'), 'secret: 1\n');
symlinkSync(outside, join(imports, 'elsewhere'));
symlinkSync(join(outside, 'secret.yaml'), join(imports, 'rules/finops/secret.yaml'));
symlinkSync(outside, join(imports, 'rules/outside'));
Object.assign(env(), { IMPORT_DIR: imports });
afterAll(() => rmSync(top, { recursive: true }));

describe('a folder on the server', () => {
  it('is read with the folders in it; links are told and not followed, hidden folders left out', async () => {
    const folder = await readFolder(await folderBelowImports('rules'));
    expect(folder.files).toEqual([{ path: 'finops/idle.yaml', text: 'rules: []\n' }]);
    expect(folder.ignored).toEqual([
      { path: 'finops/secret.yaml', why: 'a link' },
      { path: 'outside', why: 'a link' },
    ]);
    expect((await readFolder(await folderBelowImports(''))).files).toHaveLength(1);
  });

  it.each(['..', '../outside', 'rules/../../outside', outside, 'elsewhere', 'rules/outside'])(
    'is refused for %s, which is not below IMPORT_DIR',
    async (path) => {
      await expect(folderBelowImports(path)).rejects.toMatchObject({ code: 'invalid_input' });
    },
  );

  it('is refused when it is not there, or a file', async () => {
    await expect(folderBelowImports('nowhere')).rejects.toMatchObject({ code: 'not_found' });
    const file = await folderBelowImports('rules/README.md');
    await expect(readFolder(file)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is refused without IMPORT_DIR', async () => {
    Object.assign(env(), { IMPORT_DIR: undefined });
    await expect(folderBelowImports('rules')).rejects.toMatchObject({ code: 'misconfigured' });
    Object.assign(env(), { IMPORT_DIR: imports });
  });

  it('is refused when it holds too much', async () => {
    const many = join(imports, 'many');
    mkdirSync(many);
    writeFileSync(join(many, 'large.yaml'), Buffer.alloc(FOLDER_LIMITS.bytes + 1));
    await expect(readFolder(many)).rejects.toMatchObject({ code: 'too_large' });
  });
});
