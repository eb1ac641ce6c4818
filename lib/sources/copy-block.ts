const BLOCK = 1 << 20;
const MOST_FREE = 8;
const SURELY_SENT = 1 << 18; // what fits into the socket's own buffer counts as sent while it still waits there
const SHORT = 48;
const QUOTE = 0x22;
const CARRIAGE_RETURN = 0x0d;

/**
 * Bytes for COPY, gathered in blocks of a megabyte. A block that was taken is written again only once it is given
 * back: the socket may still hold it. New blocks for every megabyte would be garbage faster than it is collected.
 */
export type CopyBlocks = {
  /** Makes sure that so many bytes can follow without a new block. */
  room(bytes: number): void;
  ascii(text: string): void;
  /** A whole number, not negative. */
  integer(value: number): void;
  byte(value: number): void;
  copy(bytes: Buffer, from: number, to: number): void;
  /**
   * Copies a cell of CSV as it stands. False when a quote or a carriage return is in it without quotes around it,
   * which COPY would take for the beginning or end of something.
   */
  copyText(bytes: Buffer, from: number, to: number): boolean;
  mark(): number;
  /** Takes back what was written since the mark; only without a `room` between. */
  back(mark: number): void;
  /** A full block, or null when none is. */
  take(): Buffer | null;
  /** A block that was sent. */
  giveBack(block: Buffer): void;
  /** What is left, at the end. */
  rest(): Buffer;
};

export function makeCopyBlocks(): CopyBlocks {
  let block: Buffer = Buffer.allocUnsafeSlow(BLOCK);
  let used = 0;
  const full: Buffer[] = [];
  const free: Buffer[] = [];

  return {
    room(bytes) {
      if (used + bytes <= block.length) return;
      if (used > 0) full.push(block.subarray(0, used));
      block = bytes <= BLOCK ? (free.pop() ?? Buffer.allocUnsafeSlow(BLOCK)) : Buffer.allocUnsafeSlow(bytes);
      used = 0;
    },
    ascii(text) {
      used += block.write(text, used, 'latin1');
    },
    integer(value) {
      let size = 1;
      for (let rest = value; rest >= 10; rest = Math.floor(rest / 10)) size++;
      let rest = value;
      for (let at = used + size - 1; at >= used; at--) {
        block[at] = 0x30 + (rest % 10);
        rest = Math.floor(rest / 10);
      }
      used += size;
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
    copyText(bytes, from, to) {
      if (bytes[from] === QUOTE) {
        used += bytes.copy(block, used, from, to);
        return true;
      }
      for (let at = from; at < to; at++) {
        const byte = bytes[at] ?? 0;
        if (byte === QUOTE || byte === CARRIAGE_RETURN) return false;
        block[used++] = byte;
      }
      return true;
    },
    mark: () => used,
    back(mark) {
      used = mark;
    },
    take: () => full.shift() ?? null,
    giveBack(sent) {
      if (sent.length > SURELY_SENT && sent.buffer.byteLength === BLOCK && free.length < MOST_FREE)
        free.push(Buffer.from(sent.buffer));
    },
    rest() {
      const left = block.subarray(0, used);
      block = Buffer.alloc(0);
      used = 0;
      return left;
    },
  };
}
