import { AppError } from '@/lib/core/errors';

/**
 * The plain files of a POSIX tar (ustar, with the longer names of pax and GNU), to and from memory. Whatever else a tar
 * can hold (links, devices, sparse files) is refused when it is read: a folder of rules has none of it.
 * The format: pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html, "ustar Interchange Format".
 */
export type Entry = { path: string; content: Buffer };

const BLOCK = 512;
const [NAME, MODE, OWNER, GROUP, SIZE, TIME, CHECKSUM] = [0, 100, 108, 116, 124, 136, 148];
const [TYPE, MAGIC, PREFIX] = [156, 257, 345];

/** Written always alike, so that the same rules are the same bytes. */
export function writeTar(entries: readonly Entry[]): Buffer {
  const blocks = entries.flatMap(({ path, content }) => [
    headerOf(path, content.length),
    content,
    Buffer.alloc(padding(content.length)),
  ]);
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]);
}

function headerOf(path: string, size: number): Buffer {
  const header = Buffer.alloc(BLOCK);
  if (Buffer.byteLength(path) > 100) throw new AppError('internal', `${path} is too long for an archive`);
  header.write(path, NAME);
  header.write('0000644\0', MODE);
  header.write('0000000\0', OWNER);
  header.write('0000000\0', GROUP);
  header.write(`${size.toString(8).padStart(11, '0')}\0`, SIZE);
  header.write('00000000000\0', TIME);
  header.write('0', TYPE);
  header.write('ustar\x0000', MAGIC);
  header.write(`${sumOf(header).toString(8).padStart(6, '0')}\0 `, CHECKSUM);
  return header;
}

/** Whether the bytes begin as a tar does. */
export function isTar(bytes: Buffer): boolean {
  return bytes.length >= BLOCK && bytes.toString('latin1', MAGIC, MAGIC + 5) === 'ustar';
}

/** The files, one after the other. Throws `invalid_input` for what is no tar, breaks off, or holds more than files. */
export function* readTar(bytes: Buffer): Generator<Entry> {
  let longName: string | null = null;
  for (let at = 0; at + BLOCK <= bytes.length; ) {
    const header = bytes.subarray(at, at + BLOCK);
    if (header.every((byte) => byte === 0)) return;
    refuseBroken(header);
    const size = numberAt(header, SIZE, 12);
    const start = at + BLOCK;
    if (start + size > bytes.length) throw new AppError('invalid_input', 'the archive breaks off');
    const content = bytes.subarray(start, start + size);
    at = start + size + padding(size);
    const type = String.fromCharCode(header[TYPE] ?? 0);
    const path: string = longName ?? nameIn(header);
    if (type === 'g') continue; // of the whole archive: git writes its commit there
    if (type === 'x' || type === 'L') {
      longName = (type === 'x' ? paxPath(content) : textOf(content)) ?? longName;
      continue;
    }
    longName = null;
    if (type === '5') continue; // a folder: its files say where they are
    if (type !== '0' && type !== '\0') throw new AppError('invalid_input', `${path} is ${kindOf(type)}`);
    yield { path, content };
  }
  throw new AppError('invalid_input', 'the archive breaks off');
}

function kindOf(type: string): string {
  if (type === '1' || type === '2') return 'a link: an archive of rules holds files only';
  return 'neither a file nor a folder: an archive of rules holds files only';
}

function refuseBroken(header: Buffer): void {
  if (numberAt(header, CHECKSUM, 8) !== sumOf(header)) {
    throw new AppError('invalid_input', 'the archive cannot be read: a header does not add up');
  }
}

/** All bytes of a header, its own checksum taken as blanks. */
function sumOf(header: Buffer): number {
  return header.reduce((sum, byte, at) => sum + (at >= CHECKSUM && at < TYPE ? 32 : byte), 0);
}

function numberAt(header: Buffer, at: number, length: number): number {
  const text = header.toString('latin1', at, at + length).replaceAll(/[\0 ]/g, '');
  if (/^[0-7]+$/.test(text)) return Number.parseInt(text, 8);
  throw new AppError('invalid_input', 'the archive cannot be read: a number in a header is none');
}

function nameIn(header: Buffer): string {
  const isUstar = header.toString('latin1', MAGIC, MAGIC + 6) === 'ustar\0'; // GNU keeps other things there
  const prefix = isUstar ? textOf(header.subarray(PREFIX, PREFIX + 155)) : '';
  const name = textOf(header.subarray(NAME, NAME + 100));
  return prefix ? `${prefix}/${name}` : name;
}

/** Up to the first NUL. */
function textOf(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end === -1 ? bytes.length : end);
}

/** Records of "length key=value\n"; only the path matters here. */
function paxPath(content: Buffer): string | null {
  for (let at = 0; at < content.length; ) {
    const blank = content.indexOf(32, at);
    const length = Number(content.toString('latin1', at, Math.max(at, blank)));
    if (blank === -1 || !Number.isInteger(length) || length <= blank - at || at + length > content.length) {
      throw new AppError('invalid_input', 'the archive cannot be read: an extended header is broken');
    }
    const record = content.toString('utf8', blank + 1, at + length - 1);
    if (record.startsWith('path=')) return record.slice('path='.length);
    at += length;
  }
  return null;
}

function padding(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK;
}
