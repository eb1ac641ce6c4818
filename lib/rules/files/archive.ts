import { gunzipSync, gzipSync } from 'node:zlib';
import { AppError } from '@/lib/core/errors';
import { FOLDER_LIMITS, type Folder, siftFiles, tooManyBytes } from './sift';
import { isTar, readTar, writeTar } from './tar';
import { isZip, readZip } from './zip';

/**
 * A folder of rules as one file. This is the seam of the formats: bytes on one side, files on the other, and nothing
 * else knows of tar and zip.
 */
export function packFolder(files: readonly { path: string; text: string }[]): Buffer {
  const entries = files.map(({ path, text }) => ({ path, content: Buffer.from(text) }));
  return gzipSync(writeTar(entries));
}

/**
 * The files in an upload: a tar, packed by gzip or not, a zip, or a single file of rules under `fileName`. What it is
 * told by its first bytes. Throws `invalid_input` or `too_large` with what is wrong; nothing is ever written to a disk.
 */
export function unpackFolder(bytes: Buffer, fileName: string): Folder {
  if (bytes.length > FOLDER_LIMITS.packedBytes) {
    throw new AppError('too_large', `an archive may have ${FOLDER_LIMITS.packedBytes / 1_000_000} MB`);
  }
  const most = FOLDER_LIMITS.bytes;
  if (isZip(bytes)) return siftFiles(readZip(bytes, most));
  const plain = isGzip(bytes) ? unpack(bytes) : bytes;
  if (isTar(plain)) return siftFiles(readTar(plain));
  if (plain === bytes && /\.ya?ml$/i.test(fileName)) {
    return { ...siftFiles([{ path: fileName, content: bytes }]), isWhole: false };
  }
  throw new AppError('invalid_input', 'send a .tar.gz, a .tar, a .zip or one .yaml file');
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Headers and padding of many small files come on top of what they hold. */
const HEADERS = FOLDER_LIMITS.files * 2_048;

function unpack(bytes: Buffer): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: FOLDER_LIMITS.bytes + HEADERS });
  } catch (cause) {
    if (cause instanceof RangeError) throw tooManyBytes();
    throw new AppError('invalid_input', 'the archive cannot be unpacked: it is damaged', { cause });
  }
}
