import type { Clock } from '@/lib/core/clock';
import { AppError } from '@/lib/core/errors';
import { writePulled } from './arrivals.data';
import { readListPage } from './cms';
import { type Fields, readKeyed, sha256 } from './intake';
import type { PullSettings } from './schema';
import type { OpenSender } from './senders.data';

type Pulling = {
  sender: OpenSender;
  settings: PullSettings;
  since: string | null; // null: all of it
  clock: Clock;
  signal: AbortSignal;
  tell(done: number): Promise<void>;
};
export type Pulled = { read: number; stored: number; unreadable: number; cursor: string | null };

const MOST_PAGES = 100_000;

/**
 * Reads a list page by page; each record becomes a delivery in the order of its key. A record that something was
 * delivered for since its page was asked for is left out, for the page may be the older of the two; the cursor then stays
 * before it, so that the next reading has it.
 */
export async function pullRecords(pulling: Pulling): Promise<Pulled> {
  const { settings, since, clock, signal, tell } = pulling;
  const tally = { read: 0, stored: 0, unreadable: 0 };
  let newest = since;
  let held: string | null = null;
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    signal.throwIfAborted();
    const askedAt = clock();
    const items = await readItems(pulling, page);
    const records = items.flatMap((item) => recordOf(item, pulling) ?? []);
    const { stored, newer } = await writePulled({ senderId: pulling.sender.connectionId, askedAt, records });
    tally.read += items.length;
    tally.stored += stored;
    tally.unreadable += items.length - records.length;
    newest = latest(newest, ...records.map(({ updated }) => updated));
    held = earliest(held, ...records.filter(({ key }) => newer.has(key)).map(({ updated }) => updated));
    await tell(tally.read);
    if (items.length < settings.pageSize)
      return { ...tally, cursor: held === null ? newest : earliest(held, newest) };
  }
  throw new AppError('outbound_failed', `the list has no end after ${MOST_PAGES} pages`);
}

async function readItems({ sender, settings, since, signal }: Pulling, page: number): Promise<unknown[]> {
  const { path, items, sinceParam, pageParam, pageSizeParam, pageSize } = settings;
  const query = {
    [pageParam]: String(page),
    [pageSizeParam]: String(pageSize),
    ...(since === null ? {} : { [sinceParam]: since }),
  };
  const { baseUrl } = sender.connection;
  const answer = await readListPage(
    { baseUrl, path, authorization: sender.pullAuthorization },
    query,
    signal,
  );
  const found = items === '' ? answer : items.split('.').reduce(step, answer);
  if (Array.isArray(found)) return found;
  throw new AppError('outbound_failed', `the answer of ${path} has no list at “${items || 'its top'}”`);
}

export type PulledRecord = {
  key: string;
  fieldNames: string[];
  body: Buffer;
  sha256: string;
  updated: string | null;
};

/** Null for what has no key: it is counted, and read again by every whole reading. */
function recordOf(item: unknown, { sender, settings }: Pulling): PulledRecord | null {
  if (!isFields(item)) return null;
  const keyed = readKeyed(item, sender.keyField);
  if (typeof keyed === 'string') return null;
  const updated = settings.updatedField.split('.').reduce<unknown>(step, item);
  const body = Buffer.from(JSON.stringify(item));
  return {
    key: keyed.key,
    fieldNames: Object.keys(keyed.fields),
    body,
    sha256: sha256(body),
    updated: typeof updated === 'string' && !Number.isNaN(Date.parse(updated)) ? updated : null,
  };
}

function step(holder: unknown, name: string): unknown {
  return isFields(holder) && Object.hasOwn(holder, name) ? holder[name] : undefined;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** As the sender wrote it: its own spelling of a moment goes back to it. */
function latest(...moments: (string | null)[]): string | null {
  return moments.reduce(
    (a, b) => (b !== null && (a === null || Date.parse(b) > Date.parse(a)) ? b : a),
    null,
  );
}

function earliest(...moments: (string | null)[]): string | null {
  return moments.reduce(
    (a, b) => (b !== null && (a === null || Date.parse(b) < Date.parse(a)) ? b : a),
    null,
  );
}
