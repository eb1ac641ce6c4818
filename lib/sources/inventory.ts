import { z } from 'zod';
import { DAY_MS } from '@/lib/core/clock';
import { AppError, messageOf } from '@/lib/core/errors';
import type { ImportReport } from './bill-reader';
import { isStorable, makeStorable, shorten } from './cells';
import type { CoverageRow } from './coverage';
import { makeFaultList, type RowFault } from './faults';
import { nameOtherFile } from './file-kind';
import { type Identity, identify, normaliseAccount, normaliseProvider, normaliseRegion } from './identity';
import type { Facts, Json } from './standing';

/** The inventory file, schema 1 (PRODUCT.md): what is absent was not read. */
const moment = z.iso.datetime({ offset: true });
const word = z.string().trim().min(1).max(300);
const scopeWord = word.refine(isStorable, 'the text has half of a surrogate pair or the character 0');
const json: z.ZodType<Json> = z.json();
const MOST_FAULTS = 200;

const scope = z.strictObject({
  provider: scopeWord,
  account: scopeWord,
  region: scopeWord,
  kinds: z.array(scopeWord).min(1).max(500),
  complete: z.boolean(),
});

const resource = z
  .object({
    provider: word,
    account: word,
    region: word,
    id: z.string().trim().min(1).max(2_000),
    kind: word,
    observed_at: moment,
    name: z.string().max(1_000).nullish(),
    created_at: moment.nullish(),
    tags: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullish(),
    state: word.nullish(),
    attached: z.boolean().nullish(),
    attached_to: z.string().trim().min(1).max(2_000).nullish(), // the id of the machine that it hangs on
  })
  .catchall(json);

export const inventoryFile = z.strictObject({
  schema: z.literal(1),
  collected_at: moment,
  scopes: z.array(scope).min(1).max(100_000),
  resources: z.array(resource),
});
export type InventoryFile = z.infer<typeof inventoryFile>;

/** Throws `invalid_input` with the JSON path of each fault. */
export function parseInventory(text: string): InventoryFile {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new AppError('invalid_input', `this is not JSON: ${makeStorable(messageOf(error))}`, {
      errors: [{ path: '$', message: 'not JSON' }],
    });
  }
  const parsed = inventoryFile.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues
    .slice(0, MOST_FAULTS)
    .map(({ path, message }) => ({ path: makeStorable(pathOf(path)), message: makeStorable(message) }));
  const first = errors[0];
  throw new AppError(
    'invalid_input',
    `this is not an inventory of schema 1: ${first?.path}: ${first?.message}`,
    {
      errors,
    },
  );
}

function pathOf(path: PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}.${String(part)}`),
    '$',
  );
}

export type InventoryReader = {
  /** Takes the bytes of the whole file. */
  parse(bytes: Buffer): InventoryFile;
  counts(): { read: number; accepted: number; refused: number };
  faults: RowFault[];
  report(): ImportReport;
  refusals(): [];
};

/** Reads an inventory and counts its resources as rows. */
export function readInventory(): InventoryReader {
  const faultList = makeFaultList(MOST_FAULTS);
  const counts = { read: 0, accepted: 0, refused: 0 };
  let cellsUnknown = 0;
  const add = (fault: RowFault) => {
    if (fault.kind === 'cell') cellsUnknown++;
    faultList.add(fault);
  };
  return {
    parse(bytes) {
      const other = nameOtherFile(bytes.subarray(0, 1_024));
      if (other !== null) throw new AppError('invalid_input', other, { errors: [{ message: other }] });
      const file = parseInventory(bytes.toString('utf8'));
      const kept = storable(file, add);
      counts.read = file.resources.length;
      counts.accepted = kept.resources.length;
      counts.refused = counts.read - counts.accepted;
      return kept;
    },
    counts: () => ({ ...counts }),
    faults: faultList.faults,
    report: () => ({
      ...{ focusVersion: null, cellsUnknown, refusedMoney: [], refusedUnread: 0, notes: [], offer: null },
    }),
    refusals: () => [],
  };
}

const NEEDED = ['provider', 'account', 'region', 'id', 'kind'] as const;
const BAD_TEXT = 'the text has half of a surrogate pair or the character 0';

/**
 * The file without what PostgreSQL cannot store: a fact that has it is unknown, a resource that needs it is refused.
 * Every scope is read in part then, as a resource that is not named may be in any.
 */
function storable(file: InventoryFile, add: (fault: RowFault) => void): InventoryFile {
  const resources = file.resources.flatMap((one, index) => {
    const path = `$.resources[${index}]`;
    const bad = NEEDED.find((name) => !isStorable(one[name]));
    if (bad !== undefined) {
      add({ line: 1, column: `${path}.${bad}`, message: BAD_TEXT, kind: 'row' });
      return [];
    }
    const unknown = Object.keys(one).filter((name) => !isStorable(name) || !isStorableValue(one[name]));
    if (unknown.length === 0) return [one];
    const kept = { ...one };
    for (const name of unknown) {
      delete kept[name];
      add({ line: 1, column: pathOf(['resources', index, shorten(name)]), message: BAD_TEXT, kind: 'cell' });
    }
    return [kept];
  });
  const isWhole = resources.length === file.resources.length;
  const scopes = isWhole ? file.scopes : file.scopes.map((scope) => ({ ...scope, complete: false }));
  return { ...file, scopes, resources };
}

function isStorableValue(value: unknown): boolean {
  if (typeof value === 'string') return isStorable(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, content]) => isStorable(name) && isStorableValue(content));
}

/** One row a scope and kind; two that say it differently are read in part. */
export function inventoryCoverage(file: InventoryFile): CoverageRow[] {
  const rows = new Map<string, CoverageRow>();
  for (const { complete, kinds, ...place } of file.scopes) {
    const provider = normaliseProvider(place.provider);
    const account = normaliseAccount(provider, place.account);
    const region = place.region === '*' ? '*' : normaliseRegion(place.region);
    for (const kind of kinds) {
      const name = [provider, account, region, kind].join(' ');
      const isWhole = complete && rows.get(name)?.level !== 'partial';
      rows.set(name, {
        ...{ provider, account, region, kind },
        level: isWhole ? 'whole' : 'partial',
        reason: isWhole ? null : `${kind} in account ${account}, ${region} was read only in part`,
        dataFrom: file.collected_at,
        dataThrough: file.collected_at,
      });
    }
  }
  return [...rows.values()];
}

/** Since when a resource has been seen stopped or detached, over snapshots: carried from the one before. */
export type Since = { stopped_since?: string; detached_since?: string };

export type InventoryReading = { identity: Identity; name: string | null; observedAt: string; facts: Facts };

/** The facts of each resource; one that is named twice keeps what was observed last. */
export function inventoryReadings(file: InventoryFile): InventoryReading[] {
  const readings = new Map<string, InventoryReading>();
  for (const { provider, account, region, id, observed_at, name, ...facts } of file.resources) {
    const normal = normaliseProvider(provider);
    const identity = identify(normal, normaliseAccount(normal, account), region, id);
    const known = readings.get(identity.key);
    if (known && Date.parse(known.observedAt) > Date.parse(observed_at)) continue;
    readings.set(identity.key, {
      identity,
      name: name ?? null,
      observedAt: observed_at,
      facts: { ...withoutNulls(facts), observed_at },
    });
  }
  return [...readings.values()];
}

/** Adds the days a resource has been seen stopped or detached, counting from the first of the unbroken row of times. */
export function withSince({ facts, observedAt }: InventoryReading, before: Since): Facts {
  const at = Date.parse(observedAt);
  const stopped = facts.state === 'stopped' ? (before.stopped_since ?? observedAt) : undefined;
  const detached = facts.attached === false ? (before.detached_since ?? observedAt) : undefined;
  const days = (since: string) => Math.max(0, (at - Date.parse(since)) / DAY_MS);
  return {
    // A collector that knows how long it has been says so itself.
    ...(stopped === undefined ? {} : { stopped_since: stopped, stopped_days: days(stopped) }),
    ...(detached === undefined ? {} : { detached_since: detached, detached_days: days(detached) }),
    ...withFamily(facts),
  };
}

function withFamily(facts: Facts): Facts {
  const { instance_type: type, family } = facts;
  if (family !== undefined || typeof type !== 'string') return facts;
  const found = /^(?:db\.|cache\.)?([a-z]+\d+[a-z-]*)\./.exec(type);
  return found?.[1] ? { ...facts, family: found[1] } : facts;
}

function withoutNulls(facts: Record<string, Json | undefined>): Facts {
  const kept: Facts = {};
  for (const [name, value] of Object.entries(facts)) {
    if (value === null || value === undefined) continue;
    kept[name] = name === 'tags' ? lowerKeys(value) : value;
  }
  return kept;
}

function lowerKeys(tags: Json): Json {
  if (typeof tags !== 'object' || tags === null || Array.isArray(tags)) return tags;
  return Object.fromEntries(
    Object.entries(tags).map(([key, value]) => [
      key
        .trim()
        .toLowerCase()
        .replace(/^user:/, ''),
      String(value),
    ]),
  );
}
