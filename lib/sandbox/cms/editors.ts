import type { Pool } from 'pg';
import { share } from '../random';
import { changeOf, type Fields } from './fragrances';
import type { Mouth } from './listener';
import {
  listRecords,
  type Pace,
  paceOf,
  readPaceSetting,
  readRecord,
  STILL,
  writePaceSetting,
  writeRecord,
} from './tables';

/** Those who edit records: at their own pace, in a storm, or as a test tells them. */
export type Change = { id: number; change: Fields; isAcknowledged: boolean };

/** Editors begin once somebody listens, or after this time all the same: the CMS asks nobody. */
const AT_EASE_MS = 120_000;
const MOST_AT_ONCE = 64;

export class Editors {
  pace: Pace = STILL;
  private timer: NodeJS.Timeout | undefined;
  private readonly startedAt = Date.now();

  static async open(pool: Pool, mouth: Mouth): Promise<Editors> {
    const editors = new Editors(pool, mouth);
    editors.pace = await readPaceSetting(pool);
    editors.schedule();
    return editors;
  }

  private constructor(
    private readonly pool: Pool,
    private readonly mouth: Mouth,
  ) {}

  async set(given: Record<string, unknown>): Promise<Pace> {
    this.pace = paceOf(given, this.pace);
    await writePaceSetting(this.pool, this.pace);
    this.schedule();
    return this.pace;
  }

  /** One change: to the CMS's own table, then to whoever listens. */
  async edit(id: number, change: Fields): Promise<Change> {
    await writeRecord(this.pool, id, change);
    return { id, change, isAcknowledged: await this.mouth.post(id, change) };
  }

  /** So many changes, of so many a second; returns when the last one was answered. */
  async storm(changes: number, perSecond: number): Promise<{ changes: number; acknowledged: number }> {
    const records = (await listRecords(this.pool)).map(({ id }) => id);
    const begun = Date.now();
    const running = new Set<Promise<unknown>>();
    let acknowledged = 0;
    for (let made = 0; made < changes; made += 1) {
      const early = begun + (made / perSecond) * 1000 - Date.now();
      if (early > 4) await new Promise((later) => setTimeout(later, early));
      while (running.size >= MOST_AT_ONCE) await Promise.race(running);
      const one = this.turn(records).then((change) => {
        if (change?.isAcknowledged) acknowledged += 1;
        running.delete(one);
      });
      running.add(one);
    }
    await Promise.all(running);
    await writePaceSetting(this.pool, this.pace);
    return { changes, acknowledged };
  }

  close(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private readonly busy = new Map<number, Promise<unknown>>();

  /** A record is edited by one at a time: a change grows from what stands there. */
  private async turn(records: number[]): Promise<Change | null> {
    const { seed, turn } = this.pace;
    this.pace = { ...this.pace, turn: turn + 1 };
    const id = records[Math.floor(share(seed, turn, 'record') * records.length)];
    if (id === undefined) return null;
    const work = (this.busy.get(id) ?? Promise.resolve()).then(async () => {
      const before = await readRecord(this.pool, id);
      return this.edit(id, changeOf(before ?? {}, seed, turn));
    });
    this.busy.set(
      id,
      work.catch(() => undefined),
    );
    return work;
  }

  private schedule(): void {
    this.close();
    const { minMs, maxMs, seed, turn } = this.pace;
    if (maxMs <= 0) return;
    const work = async () => {
      if (this.mouth.listener === null && Date.now() - this.startedAt < AT_EASE_MS) return;
      await this.turn((await listRecords(this.pool)).map(({ id }) => id));
      await writePaceSetting(this.pool, this.pace);
    };
    const pause = minMs + share(seed, turn, 'pause') * Math.max(0, maxMs - minMs);
    this.timer = setTimeout(() => {
      // The database may be away for a moment: the next turn tries again.
      work()
        .catch(() => undefined)
        .finally(() => this.timer && this.schedule());
    }, pause);
    this.timer.unref();
  }
}
