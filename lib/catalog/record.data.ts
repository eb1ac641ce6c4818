import { z } from 'zod';
import type { Reader } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { compareRecord } from './compare';
import { definitionById } from './definitions.data';
import { openTarget } from './drain';
import { readHistory } from './history.data';
import { inLibrary } from './library';
import { readRows } from './library.data';
import { readIgnored } from './scan.data';
import type { RecordDetail } from './schema';

/** One record as its three sides are at this moment, and its history. */
const columns = z.record(z.string(), z.string().nullable());
const seqs = z.record(z.string(), z.union([z.number(), z.string()]));
const mirror = z.record(z.string(), z.unknown());

/** Asks the library for its row. Throws `not_found` where neither side has the record, `unavailable` without the library. */
export async function readRecord(
  reader: Reader,
  { definitionId, key }: { definitionId: string; key: string },
  now: Date,
): Promise<RecordDetail> {
  const definition = await definitionById(reader, definitionId);
  const { senderId } = definition;
  const { library, sync } = await openTarget(definition);
  const record = await reader.catalogRecord.findUnique({
    where: { definitionId_key: { definitionId, key } },
  });
  const rows = await inLibrary(library, (there) => readRows(there, sync.shape, [key]));
  const row = rows.get(key) ?? null;
  const hasPending =
    (await reader.delivery.count({ where: { senderId, key, state: { in: ['pending', 'waiting'] } } })) > 0;
  const events = await readHistory(
    reader,
    { definitionId, senderId, key },
    record ? definition.baselineAt : null,
  );
  if (!record && !row && events.length === 0) throw new AppError('not_found', `there is no record ${key}`);
  const ignored = await readIgnored(definitionId, now);
  const { state, fields } = compareRecord({
    expected: record ? columns.parse(record.expected) : null,
    agreed: record ? columns.parse(record.agreed) : {},
    library: row,
    held: Object.keys(columns.parse(record?.held ?? {})),
    ignored: [...ignored.everywhere, ...(ignored.byKey.get(key) ?? [])],
    hasPending,
  });
  const said = mirror.parse(record?.mirror ?? {});
  const places = seqs.parse(record?.seqs ?? {});
  return {
    definitionId,
    definitionTitle: sync.definition.title,
    key,
    isAssumed: record?.isAssumed ?? false,
    state,
    fields: fields.map((field) => {
      const [source] = sync.byColumn.get(field.field)?.field.reads ?? [];
      const isSaid = source !== undefined && Object.hasOwn(said, source);
      return {
        ...field,
        source: isSaid ? textOf(said[source]) : null,
        seq: source !== undefined && Object.hasOwn(places, source) ? String(places[source]) : null,
      };
    }),
    events,
  };
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
