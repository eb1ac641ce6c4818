import type { Pool } from 'pg';
import { generator } from '../random';
import { isRecord, readNumber, readText } from '../read';
import { refuse } from './answer';
import { readSetting, writeSetting } from './tables';

const RATES = [
  'rate429',
  'rate429NoRetryAfter',
  'rate500',
  'rate500AfterCreate',
  'cutBeforeCreate',
  'cutAfterCreate',
  'timeoutRate',
  'timeoutAfterCreate',
] as const;
type Rate = (typeof RATES)[number];

/** How the site misbehaves. Rates are probabilities a request; those named for a create touch only creates. */
export type Faults = Record<Rate, number> & {
  indexLagMs: number;
  retryAfterSeconds: number;
  seed: number;
  /** Off: the real site's ceilings are not kept. */
  ceilings: boolean;
};

const KINDS = [
  '429',
  '429NoRetryAfter',
  '500',
  '500After',
  'cutBefore',
  'cutAfter',
  'timeout',
  'timeoutAfter',
  '409',
] as const;
export type FaultKind = (typeof KINDS)[number];
export type OneShot = { kind: FaultKind; times: number; match: { method?: string; path?: string } };

const NO_FAULTS: Faults = {
  indexLagMs: 0,
  rate429: 0,
  rate429NoRetryAfter: 0,
  rate500: 0,
  rate500AfterCreate: 0,
  cutBeforeCreate: 0,
  cutAfterCreate: 0,
  timeoutRate: 0,
  timeoutAfterCreate: 0,
  retryAfterSeconds: 1,
  seed: 1,
  ceilings: true,
};

/** Ten minutes: how long superseded versions are kept for the index to show. */
const LONGEST_LAG_MS = 600_000;
const PREFIX = '/rest/api/3';

/** The faults of one site. The set rates outlive a restart; the one-shot queue does not. */
export class FaultBox {
  faults: Faults = NO_FAULTS;
  queue: OneShot[] = [];
  private random = generator(NO_FAULTS.seed);

  static async open(pool: Pool): Promise<FaultBox> {
    const box = new FaultBox(pool);
    const stored = await readSetting(pool, 'faults');
    if (isRecord(stored)) box.take(readFaults(stored, NO_FAULTS));
    return box;
  }

  private constructor(private readonly pool: Pool) {}

  private take(faults: Faults): void {
    this.faults = faults;
    this.random = generator(faults.seed);
  }

  async set(body: unknown): Promise<void> {
    this.take(readFaults(body, this.faults));
    await writeSetting(this.pool, 'faults', this.faults);
  }

  async clear(): Promise<void> {
    this.take(NO_FAULTS);
    this.queue = [];
    await writeSetting(this.pool, 'faults', NO_FAULTS);
  }

  push(body: unknown): void {
    this.queue.push(readOneShot(body));
  }

  /** Decides what happens to one request: a queued fault first, then the rates in a fixed order of draws. */
  decide(method: string, path: string): FaultKind | undefined {
    const creates = method === 'POST' && path === `${PREFIX}/issue`;
    const shot = this.queue.find((one) => matches(one, method, path, creates));
    if (shot) {
      shot.times -= 1;
      this.queue = this.queue.filter((one) => one.times > 0);
      return shot.kind;
    }
    // Every rate draws for every request, so turning one on does not shift what the others do.
    const drawn = RATES.filter((rate) => this.random() < this.faults[rate]);
    return drawn.map((rate) => kindOf(rate, creates)).find((kind) => kind !== undefined);
  }
}

function kindOf(rate: Rate, creates: boolean): FaultKind | undefined {
  if (rate === 'rate429') return '429';
  if (rate === 'rate429NoRetryAfter') return '429NoRetryAfter';
  if (rate === 'rate500') return '500';
  if (rate === 'timeoutRate') return 'timeout';
  if (!creates) return undefined;
  if (rate === 'rate500AfterCreate') return '500After';
  if (rate === 'timeoutAfterCreate') return 'timeoutAfter';
  return rate === 'cutBeforeCreate' ? 'cutBefore' : 'cutAfter';
}

/** Without a match, cuts wait for a create, a 409 for a transition, and the rest takes the next request. */
function matches(shot: OneShot, method: string, path: string, creates: boolean): boolean {
  if (shot.match.method === undefined && shot.match.path === undefined) {
    if (shot.kind.startsWith('cut') || shot.kind.endsWith('After')) return creates;
    return shot.kind !== '409' || (method === 'POST' && path.endsWith('/transitions'));
  }
  if (shot.match.method !== undefined && shot.match.method !== method) return false;
  if (shot.match.path === undefined) return true;
  const wanted = shot.match.path.startsWith(PREFIX) ? shot.match.path : `${PREFIX}${shot.match.path}`;
  const parts = path.split('/');
  const pattern = wanted.split('/');
  return (
    pattern.length === parts.length && pattern.every((part, index) => part === '*' || part === parts[index])
  );
}

function readFaults(body: unknown, before: Faults): Faults {
  if (!isRecord(body)) return refuse('the faults must be an object');
  const faults = { ...before };
  for (const [name, value] of Object.entries(body)) {
    const rate = RATES.find((one) => one === name);
    const number = readNumber(value);
    if (name === 'ceilings' && typeof value === 'boolean') faults.ceilings = value;
    else if (number === undefined || number < 0) refuse(`${name} must be a number from 0`);
    else if (rate && number <= 1) faults[rate] = number;
    else if (name === 'indexLagMs' && number <= LONGEST_LAG_MS) faults.indexLagMs = number;
    else if (name === 'retryAfterSeconds') faults.retryAfterSeconds = number;
    else if (name === 'seed') faults.seed = number;
    else refuse(`${name}: ${number} is not a fault this sandbox knows`);
  }
  return faults;
}

function readOneShot(body: unknown): OneShot {
  const kind = isRecord(body) ? KINDS.find((one) => one === String(body.kind)) : undefined;
  if (!isRecord(body) || !kind) return refuse(`kind must be one of ${KINDS.join(', ')}`);
  const match = isRecord(body.match) ? body.match : {};
  const method = readText(match.method)?.toUpperCase();
  const path = readText(match.path);
  return {
    kind,
    times: readNumber(body.times) ?? 1,
    match: { ...(method === undefined ? {} : { method }), ...(path === undefined ? {} : { path }) },
  };
}
