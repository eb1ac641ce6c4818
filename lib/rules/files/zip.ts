import { inflateRawSync } from 'node:zlib';
import { AppError } from '@/lib/core/errors';
import { tooManyBytes } from './sift';
import type { Entry } from './tar';

/**
 * The plain files of a zip, from memory, by its central directory. Not read are links, what is encrypted, zip64 and
 * methods besides stored and deflated. The format: pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.
 */
const [LOCAL, CENTRAL, END] = [0x04034b50, 0x02014b50, 0x06054b50];
const [CENTRAL_BYTES, LOCAL_BYTES, END_BYTES] = [46, 30, 22];
const LONGEST_COMMENT = 65_535;
const UNIX = 3;
const [KIND, REGULAR, LINK] = [0o170000, 0o100000, 0o120000];

/** Whether the bytes begin as a zip does. */
export function isZip(bytes: Buffer): boolean {
  return bytes.length >= END_BYTES && [LOCAL, END].includes(bytes.readUInt32LE(0));
}

/** Throws `invalid_input` for what cannot be read, `too_large` when the files come to more than `mostBytes`. */
export function* readZip(bytes: Buffer, mostBytes: number): Generator<Entry> {
  const end = endOf(bytes);
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  let left = mostBytes;
  for (let index = 0; index < count; index += 1) {
    const member = memberAt(bytes, at);
    at = member.next;
    if (member.path.endsWith('/')) continue; // a folder: its files say where they are
    if (member.size > left) throw tooManyBytes();
    left -= member.size;
    yield { path: member.path, content: contentOf(bytes, member) };
  }
}

/** Where the directory's end stands: a comment of any length may follow it. */
function endOf(bytes: Buffer): number {
  const first = Math.max(0, bytes.length - END_BYTES - LONGEST_COMMENT);
  for (let at = bytes.length - END_BYTES; at >= first; at -= 1) {
    if (bytes.readUInt32LE(at) === END) return at;
  }
  throw damaged();
}

type Member = { path: string; packed: number; size: number; method: number; local: number; next: number };

function memberAt(bytes: Buffer, at: number): Member {
  if (at + CENTRAL_BYTES > bytes.length || bytes.readUInt32LE(at) !== CENTRAL) throw damaged();
  const [nameLength, extra, comment] = [28, 30, 32].map((place) => bytes.readUInt16LE(at + place));
  const name = at + CENTRAL_BYTES;
  const path = bytes.toString('utf8', name, name + (nameLength ?? 0));
  const kind = (bytes.readUInt32LE(at + 38) >>> 16) & KIND;
  if (bytes[at + 5] === UNIX && !path.endsWith('/') && kind !== 0 && kind !== REGULAR) {
    const told = kind === LINK ? 'a link' : 'neither a file nor a folder';
    throw new AppError('invalid_input', `${path} is ${told}: an archive of rules holds files only`);
  }
  if (bytes.readUInt16LE(at + 8) & 1) throw new AppError('invalid_input', `${path} is encrypted`);
  return {
    path,
    method: bytes.readUInt16LE(at + 10),
    packed: bytes.readUInt32LE(at + 20),
    size: bytes.readUInt32LE(at + 24),
    local: bytes.readUInt32LE(at + 42),
    next: name + (nameLength ?? 0) + (extra ?? 0) + (comment ?? 0),
  };
}

function contentOf(bytes: Buffer, { local, packed, size, method, path }: Member): Buffer {
  if (local + LOCAL_BYTES > bytes.length || bytes.readUInt32LE(local) !== LOCAL) throw damaged();
  const start = local + LOCAL_BYTES + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  if (start + packed > bytes.length) throw damaged();
  const content = unpacked(bytes.subarray(start, start + packed), { method, size, path });
  if (content.length !== size) throw damaged();
  return content;
}

type Packing = Pick<Member, 'method' | 'size' | 'path'>;

function unpacked(packed: Buffer, { method, size, path }: Packing): Buffer {
  if (method === 0) return packed;
  if (method !== 8) throw new AppError('invalid_input', `${path} is packed in a way that is not read here`);
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, size) }); // it comes to more than it says: a bomb
  } catch (cause) {
    throw damaged(cause);
  }
}

function damaged(cause?: unknown): AppError {
  return new AppError('invalid_input', 'the archive cannot be read: it is damaged', { cause });
}
