import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Month, Tally, usageLines } from './bill';
import { HEADER, inChunks } from './columns';
import { DAY_MS, resourcesOf } from './resource';
import { payerOf } from './world';

/** The month that the file charges: one that is long over, so that nothing depends on today. */
const START = new Date('2026-10-01T00:00:00Z');
const END = new Date('2026-11-01T00:00:00Z');

/** Writes a FOCUS 1.2 file of exactly that many usage rows, streamed, the same bytes for the same seed. */
export async function writeFocusBenchFile(path: string, rows: number, seed: number): Promise<void> {
  await pipeline(Readable.from(inChunks(benchLines(rows, seed))), createWriteStream(path));
}

function* benchLines(rows: number, seed: number): Generator<string> {
  yield HEADER;
  const lastDay = END.getTime() / DAY_MS;
  const timeline = { seed, resources: rows, firstDay: lastDay - 28, lastDay, fixed: () => null };
  const tally = new Tally();
  let written = 0;
  for (const resource of resourcesOf(timeline)) {
    const month: Month = {
      payer: payerOf(resource.account, true),
      pays: () => true,
      start: START,
      end: END,
      from: START.getTime() / DAY_MS,
      until: lastDay,
      unfinished: -1,
      isClosed: true,
      lastDay,
      granularity: 'daily',
    };
    for (const line of usageLines(resource, month, tally)) {
      if (written >= rows) return;
      yield line;
      written += 1;
    }
  }
}
