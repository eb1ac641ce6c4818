import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { packFolder, unpackFolder } from './archive';
import { FOLDER_LIMITS } from './sift';
import { writeTar } from './tar';

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-archive-'));
afterAll(() => rmSync(folder, { recursive: true }));

const entry = (path: string, text = 'rules: []\n') => ({ path, content: Buffer.from(text) });
const unpack = (bytes: Buffer, name = 'rules.tar.gz') => unpackFolder(bytes, name);
const pathsOf = (bytes: Buffer) => unpack(bytes).files.map(({ path }) => path);

/** A header's checksum counts what was changed in it. */
function withHeader(tar: Buffer, change: (header: Buffer) => void): Buffer {
  change(tar);
  tar.write('        ', 148);
  const sum = tar.subarray(0, 512).reduce((all, byte) => all + byte, 0);
  tar.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return tar;
}

type ZipFile = { path: string; text?: string; mode?: number; size?: number; flags?: number };

/** A zip as Info-ZIP writes it on Unix; what is told of a file can be a lie. */
function zipOf(files: ZipFile[]): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let at = 0;
  for (const {
    path,
    text = 'rules: []\n',
    mode = 0o100644,
    size = Buffer.byteLength(text),
    flags = 0,
  } of files) {
    const packed = deflateRawSync(text);
    const name = Buffer.from(path);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt16LE(name.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt8(3, 5);
    central.writeUInt16LE(flags, 8);
    central.writeUInt16LE(8, 10);
    central.writeUInt32LE(packed.length, 20);
    central.writeUInt32LE(size, 24);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt32LE((mode << 16) >>> 0, 38);
    central.writeUInt32LE(at, 42);
    locals.push(local, name, packed);
    centrals.push(central, name);
    at += 30 + name.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(Buffer.concat(centrals).length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, ...centrals, end]);
}

describe('an archive of rules', () => {
  it('comes back to the byte, and the same files are the same bytes', () => {
    const files = [
      { path: 'finops/idle.yaml', text: '\ufeffruleset: idle\r\n# Müll, 廃棄\nrules: []' },
      { path: 'quality/empty.yaml', text: '' },
      { path: 'policy/block.yaml', text: 'x'.repeat(512) },
    ];
    const packed = packFolder(files);
    expect(unpack(packed)).toEqual({ files, manifest: null, ignored: [], isWhole: true });
    expect(packFolder(files).equals(packed)).toBe(true);
  });

  it('is read by tar, and what tar and git write is read', () => {
    writeFileSync(
      join(folder, 'ours.tar.gz'),
      packFolder([{ path: 'finops/idle.yaml', text: 'rules: []\n' }]),
    );
    execFileSync('tar', ['xzf', 'ours.tar.gz'], { cwd: folder });
    expect(readFileSync(join(folder, 'finops/idle.yaml'), 'utf8')).toBe('rules: []\n');
    const long = `${'a-long-name-'.repeat(12)}set.yaml`;
    writeFileSync(join(folder, 'finops', long), 'rules: [1]\n');
    for (const format of ['ustar', 'gnu', 'pax']) {
      const only = format === 'ustar' ? ['./finops/idle.yaml'] : ['./finops'];
      const made = execFileSync('tar', ['cz', `--format=${format}`, ...only], { cwd: folder });
      const found = unpack(made).files;
      expect(found.find(({ path }) => path === 'finops/idle.yaml')?.text).toBe('rules: []\n');
      if (format !== 'ustar')
        expect(found.find(({ path }) => path === `finops/${long}`)?.text).toBe('rules: [1]\n');
    }
  });

  it('may be a zip, a bare tar or one file, which says nothing of the others', () => {
    expect(pathsOf(zipOf([{ path: 'rules-main/' }, { path: 'rules-main/finops/idle.yaml' }]))).toEqual([
      'rules-main/finops/idle.yaml',
    ]);
    expect(pathsOf(writeTar([entry('finops/idle.yaml')]))).toEqual(['finops/idle.yaml']);
    const one = unpackFolder(Buffer.from('rules: []\n'), 'idle.yaml');
    expect(one).toMatchObject({ files: [{ path: 'idle.yaml', text: 'rules: []\n' }], isWhole: false });
    expect(() => unpackFolder(Buffer.from('rules: []\n'), 'idle.txt')).toThrow('send a .tar.gz');
  });

  it('may hold what is no rules: it is told and left out', () => {
    const tar = writeTar([
      entry('README.md'),
      entry('.github/check.yaml'),
      entry('__MACOSX/finops/._idle.yaml'),
      entry('drafts/idle-3.yaml'),
      entry('evenkeel-rules.json', '{}'),
      entry('finops/idle.YML'),
    ]);
    const { files, ignored, manifest } = unpack(tar);
    expect(files.map(({ path }) => path)).toEqual(['finops/idle.YML']);
    expect(manifest).toBe('{}');
    expect(ignored.map(({ path, why }) => `${path}: ${why}`)).toEqual([
      'README.md: not a YAML file',
      '.github/check.yaml: hidden',
      '__MACOSX/finops/._idle.yaml: hidden',
      'drafts/idle-3.yaml: a draft: only what is published is compared',
    ]);
  });

  it('with a file that is no text is read all the same; that file is at fault', () => {
    const bad = { path: 'finops/bad.yaml', content: Buffer.from([0xc3, 0x28]) };
    expect(
      unpack(writeTar([bad, entry('finops/nul.yaml', 'a\0b'), entry('finops/idle.yaml')])).files,
    ).toMatchObject([
      { fault: 'The file is not text in UTF-8.' },
      { fault: 'The file holds a NUL character.' },
      { path: 'finops/idle.yaml', text: 'rules: []\n' },
    ]);
  });
});

describe('an archive that means harm is refused whole', () => {
  it.each([
    '../idle.yaml',
    'finops/../../idle.yaml',
    '/etc/idle.yaml',
    'C:\\idle.yaml',
    'a\\b.yaml',
    'a//b.yaml',
    'a/./b.yaml',
  ])('for the path %s, in a tar and in a zip', (path) => {
    const told = expect.objectContaining({
      code: 'invalid_input',
      message: expect.stringContaining('not the path'),
    });
    expect(() => unpack(gzipSync(writeTar([entry('finops/good.yaml'), entry(path)])))).toThrow(told);
    expect(() => unpack(zipOf([{ path: 'finops/good.yaml' }, { path }]))).toThrow(told);
  });

  it('for links, in a tar and in a zip', () => {
    for (const type of ['1', '2']) {
      const tar = withHeader(writeTar([entry('finops/idle.yaml')]), (header) => header.write(type, 156));
      expect(() => unpack(tar)).toThrow('finops/idle.yaml is a link');
    }
    const linked = join(folder, 'linked');
    mkdirSync(linked);
    symlinkSync('/etc/passwd', join(linked, 'idle.yaml'));
    expect(() => unpack(execFileSync('tar', ['cz', 'idle.yaml'], { cwd: linked }))).toThrow('is a link');
    expect(() => unpack(zipOf([{ path: 'idle.yaml', text: '/etc/passwd', mode: 0o120777 }]))).toThrow(
      'is a link',
    );
  });

  it('for devices and what is encrypted', () => {
    const tar = withHeader(writeTar([entry('finops/idle.yaml')]), (header) => header.write('3', 156));
    expect(() => unpack(tar)).toThrow('neither a file nor a folder');
    expect(() => unpack(zipOf([{ path: 'pipe.yaml', mode: 0o010644 }]))).toThrow(
      'neither a file nor a folder',
    );
    expect(() => unpack(zipOf([{ path: 'idle.yaml', flags: 1 }]))).toThrow('is encrypted');
  });

  it('for a name that comes twice', () => {
    expect(() => unpack(writeTar([entry('a.yaml'), entry('./a.yaml')]))).toThrow('a.yaml is there twice');
    expect(() => unpack(zipOf([{ path: 'a.yaml' }, { path: 'a.yaml' }]))).toThrow('a.yaml is there twice');
  });

  it('for what unpacks to far more than it is', () => {
    const tooLarge = expect.objectContaining({ code: 'too_large' });
    const huge = 'a'.repeat(FOLDER_LIMITS.bytes + 6_000_000);
    const bomb = gzipSync(writeTar([entry('a.yaml', huge)]));
    expect(bomb.length).toBeLessThan(100_000);
    expect(() => unpack(bomb)).toThrow(tooLarge);
    expect(() => unpack(zipOf([{ path: 'a.yaml', text: huge }]))).toThrow(tooLarge);
    expect(() => unpack(zipOf([{ path: 'a.yaml', text: huge, size: 10 }]))).toThrow('it is damaged'); // a lie
    const half = 'a'.repeat(FOLDER_LIMITS.bytes / 2 + 1);
    const two = [
      { path: 'a.yaml', text: half },
      { path: 'b.yaml', text: half },
    ];
    expect(() => unpack(zipOf(two))).toThrow(tooLarge);
  });

  it('for too many files, or too many bytes', () => {
    const many = Array.from({ length: FOLDER_LIMITS.files + 1 }, (_, index) => entry(`${index}.yaml`, ''));
    expect(() => unpack(writeTar(many))).toThrow('2000 files');
    expect(unpack(writeTar(many.slice(1))).files).toHaveLength(FOLDER_LIMITS.files);
    expect(() => unpack(Buffer.alloc(FOLDER_LIMITS.packedBytes + 1))).toThrow('10 MB');
  });

  it('for being broken, wherever it breaks off', () => {
    const told = expect.objectContaining({ code: 'invalid_input' });
    for (const whole of [
      gzipSync(writeTar([entry('a.yaml')])),
      writeTar([entry('a.yaml')]).subarray(0, 1024),
      zipOf([{ path: 'a.yaml' }]),
    ]) {
      for (let length = 0; length < whole.length; length += 7) {
        expect(() => unpack(whole.subarray(0, length)), `${length} of ${whole.length}`).toThrow(told);
      }
    }
    const changed = writeTar([entry('a.yaml')]);
    changed.write('b', 0);
    expect(() => unpack(changed)).toThrow('does not add up');
  });
});
