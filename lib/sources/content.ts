import { createHash } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { AppError } from '@/lib/core/errors';

/**
 * The bytes of an upload, unpacked when they are gzip (by its magic bytes; several gzip files put together are one),
 * counted as they came and hashed as they were packed in, so that a file is the same file packed or not.
 */
export type Content = {
  chunks: AsyncIterable<Buffer>;
  received(): number;
  checksum(): string; // sha256 in hex; once all chunks are taken
  /** Makes whoever takes the chunks fail with this error at once, also while nothing comes. */
  stop(error: Error): void;
};

export function openContent(stream: Readable): Content {
  const hash = createHash('sha256');
  const source = stoppable(stream);
  let received = 0;

  async function* counted(): AsyncGenerator<Buffer> {
    for (let chunk = await source.next(); chunk; chunk = await source.next()) {
      received += chunk.length;
      yield chunk;
    }
  }

  async function* hashed(): AsyncGenerator<Buffer> {
    for await (const chunk of unpacked(counted())) {
      hash.update(chunk);
      yield chunk;
    }
  }

  return {
    chunks: hashed(),
    received: () => received,
    checksum: () => hash.digest('hex'),
    stop: source.stop,
  };
}

/**
 * The chunks of a stream, one a call, that can be stopped while a sender holds still: to destroy a stream made of a
 * request's body waits for its next chunk.
 */
function stoppable(stream: Readable): { next(): Promise<Buffer | null>; stop(error: Error): void } {
  const chunks = stream[Symbol.asyncIterator]();
  let stopped: Error | null = null;
  let refuse: (error: Error) => void = () => undefined;
  stream.on('error', () => undefined); // told by the iterator too
  return {
    next: () =>
      new Promise((resolve, reject) => {
        if (stopped) return reject(stopped);
        refuse = reject;
        chunks.next().then(({ done, value }) => {
          if (done) resolve(null);
          else resolve(Buffer.isBuffer(value) ? value : Buffer.from(value));
        }, reject);
      }),
    stop(error) {
      stopped ??= error;
      refuse(stopped);
      stream.destroy(stopped);
    },
  };
}

async function* unpacked(source: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  let head = Buffer.alloc(0);
  while (head.length < 2) {
    const next = await source.next();
    if (next.done) break;
    head = Buffer.concat([head, next.value]);
  }
  const whole = withHead(head, source);
  if (head[0] !== 0x1f || head[1] !== 0x8b) {
    yield* whole;
    return;
  }
  const gunzip = createGunzip({ chunkSize: 1 << 17 });
  // An error on either side destroys both, and the loop below throws it.
  pipeline(Readable.from(whole), gunzip, () => undefined);
  try {
    yield* gunzip;
  } catch (error) {
    throw damagedGzip(error) ?? error; // an error of the sender's side is not about the file
  }
}

/** What zlib says of a file that is cut short or damaged, in words; null for another error. */
function damagedGzip(error: unknown): AppError | null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!code.startsWith('Z_')) return null;
  const message =
    code === 'Z_BUF_ERROR'
      ? 'the gzip file ends early: it was cut short on its way; pack or download it again'
      : 'the gzip file is damaged and cannot be unpacked; pack or download it again';
  return new AppError('invalid_input', message, { errors: [{ message }], cause: error });
}

async function* withHead(head: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  if (head.length > 0) yield head;
  yield* rest;
}
