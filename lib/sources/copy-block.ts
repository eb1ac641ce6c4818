const BLOCK = 1 << 20;
const SHORT = 48;

/**
 * Bytes for COPY, gathered in blocks of a megabyte. A block that was given out is never written again, so that the
 * socket may still hold it.
 */
export type CopyBlocks = {
  /** Makes sure that so many bytes can follow without a new block. */
  room(bytes: number): void;
  ascii(text: string): void;
  byte(value: number): void;
  copy(bytes: Buffer, from: number, to: number): void;
  mark(): number;
  /** Takes back what was written since the mark; only without a `room` between. */
  back(mark: number): void;
  /** A full block, or null when none is. */
  take(): Buffer | null;
  /** What is left, at the end. */
  rest(): Buffer;
};

export function makeCopyBlocks(): CopyBlocks {
  let block = Buffer.allocUnsafe(BLOCK);
  let used = 0;
  const full: Buffer[] = [];

  return {
    room(bytes) {
      if (used + bytes <= block.length) return;
      if (used > 0) full.push(block.subarray(0, used));
      block = Buffer.allocUnsafe(Math.max(BLOCK, bytes));
      used = 0;
    },
    ascii(text) {
      used += block.write(text, used, 'latin1');
    },
    byte(value) {
      block[used++] = value;
    },
    copy(bytes, from, to) {
      if (to - from > SHORT) {
        used += bytes.copy(block, used, from, to);
        return;
      }
      // For a few bytes a loop is faster than a call into native code.
      for (let at = from; at < to; at++) block[used++] = bytes[at] ?? 0;
    },
    mark: () => used,
    back(mark) {
      used = mark;
    },
    take: () => full.shift() ?? null,
    rest() {
      const left = block.subarray(0, used);
      block = Buffer.alloc(0);
      used = 0;
      return left;
    },
  };
}
