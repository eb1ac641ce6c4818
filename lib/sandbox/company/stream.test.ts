import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { writeFocusBenchFile } from './bench-file';
import { makeCompany } from './company';

describe('large files', () => {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const heap = () => {
    collect();
    return process.memoryUsage().heapUsed;
  };

  it('streams 100,000 rows in flat memory', async () => {
    const large = makeCompany({ seed: 7, resources: 8000, weeks: 8, now: new Date('2026-11-21T06:00:00Z') });
    const delivery = large.week(7).deliveries.find((one) => one.billingAccount === '411100000000');
    const start = heap();
    let rows = 0;
    let most = 0;
    let chunks = 0;
    let samples = 0;
    for await (const chunk of delivery?.csv() ?? []) {
      rows += chunk.split('\n').length - 1;
      chunks += 1;
      if (chunks % 200 !== 0) continue;
      most = Math.max(most, heap() - start);
      samples += 1;
    }
    expect(rows).toBeGreaterThan(100_000);
    expect(samples).toBeGreaterThan(3);
    expect(most).toBeLessThan(15_000_000);
  });

  it('writes a file of exactly the rows asked for, the same for the same seed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'evenkeel-focus-'));
    const digests: string[] = [];
    for (const name of ['a.csv', 'b.csv']) {
      await writeFocusBenchFile(join(folder, name), 5000, 3);
      const digest = createHash('sha256');
      let lines = 0;
      for await (const line of createInterface({ input: createReadStream(join(folder, name)) })) {
        digest.update(line);
        lines += 1;
      }
      expect(lines).toBe(5001);
      digests.push(digest.digest('hex'));
    }
    await rm(folder, { recursive: true });
    expect(digests[0]).toBe(digests[1]);
  });
});
