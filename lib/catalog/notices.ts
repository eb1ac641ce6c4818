import { type Clock, systemClock } from '@/lib/core/clock';
import { database } from '@/lib/core/db';
import { definitionById } from './definitions.data';
import { openTarget } from './drain';
import { inDrain } from './drain.data';
import { replaceDriftOf } from './findings.data';
import { askForScan } from './listening.commands';
import { hasRunEnded } from './listening.data';
import { lockKeys } from './locks.data';
import { compareKeys, ignoredIn } from './scan';
import { isScanning } from './scan.data';

/**
 * What a library's trigger has told and nobody has looked at yet. Keys are compared as a scan does; more of them than
 * `MOST_KEYS`, or what was missed, is for a whole scan, of which one at a time is asked for.
 */
const MOST_KEYS = 2_000;
const CHUNK = 200;

export class Notices {
  private fresh = new Set<string>();
  private again = new Set<string>(); // compared while a scan was under way, which may have read what is older
  private wantsScan = false;
  private askedScan: string | null = null;

  constructor(
    private readonly definitionId: string,
    private readonly clock: Clock = systemClock,
  ) {}

  add(key: string): void {
    this.fresh.add(key);
    if (this.fresh.size <= MOST_KEYS) return;
    this.fresh.clear();
    this.wantsScan = true;
  }

  /** Something was missed. */
  missed(): void {
    this.wantsScan = true;
  }

  /** Looks at what has gathered. What cannot be looked at now is left to a scan. */
  async settle(): Promise<void> {
    if (this.fresh.size > 0 || this.again.size > 0) {
      await this.compareGathered().catch((thrown: unknown) => {
        this.wantsScan = true;
        throw thrown;
      });
    }
    if (!this.wantsScan) return;
    if (this.askedScan !== null && !(await hasRunEnded(database(), this.askedScan))) return;
    this.wantsScan = false;
    this.askedScan = await askForScan({ definitionId: this.definitionId });
  }

  private async compareGathered(): Promise<void> {
    const isBeside = await isScanning(this.definitionId); // asked first: a scan that begins later reads what is newer
    const keys = [...this.fresh, ...(isBeside ? [] : this.again)];
    this.fresh = new Set();
    if (isBeside) for (const key of keys) this.again.add(key);
    else this.again = new Set();
    if (this.again.size > MOST_KEYS) {
      this.again.clear();
      this.wantsScan = true;
    }
    if (keys.length === 0) return;
    const isCompared = await compareNoticed(this.definitionId, [...new Set(keys)], this.clock);
    if (!isCompared) this.wantsScan = true;
  }
}

/**
 * Under the locks of the keys: whoever works on one of them has it before or after, never between reading and writing.
 * False while the baseline is being taken: there is nothing to compare with.
 */
async function compareNoticed(definitionId: string, keys: string[], clock: Clock): Promise<boolean> {
  const definition = await definitionById(database(), definitionId);
  if (definition.baselineAt === null) return false;
  const target = await openTarget(definition);
  const ignoredOf = await ignoredIn(definitionId, clock());
  for (let from = 0; from < keys.length; from += CHUNK) {
    const some = keys.slice(from, from + CHUNK);
    await inDrain(async (client) => {
      await lockKeys(client, target.senderId, some);
      const found = await compareKeys(client, target, some, ignoredOf);
      await replaceDriftOf(client, { definitionId, keys: some, now: clock() }, found);
    });
  }
  return true;
}
