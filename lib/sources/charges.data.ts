import type pg from 'pg';
import { type BillReader, CHARGE_COLUMNS } from './bill-reader';
import { type CopyTarget, openCopy } from './copy';
import { makeCopyBlocks } from './copy-block';
import { DELIVERIES_PER_IMPORT } from './row-writer';
import type { ResourceReading } from './subjects';

/** Charges and what they say of resources, streamed in by COPY within the caller's transaction on `client`. */

const COPY_READINGS = 'COPY readings FROM STDIN (FORMAT csv)';

/** The ids that the deliveries of one import have, and the table of its charges. */
export function chargesOf(importId: bigint): { table: string; first: bigint; end: bigint } {
  const step = BigInt(DELIVERIES_PER_IMPORT);
  return { table: `charges_${importId}`, first: importId * step, end: (importId + 1n) * step };
}

/**
 * Makes the import's table and feeds the chunks through the reader into it. Memory stays flat, as readings are put
 * down when there are many.
 */
export async function copyCharges(
  client: pg.Client,
  importId: bigint,
  reader: BillReader,
  chunks: AsyncIterable<Buffer>,
): Promise<void> {
  const { table, first, end } = chargesOf(importId);
  // The CHECK says what ATTACH would otherwise read all rows for.
  await client.query(
    `CREATE TABLE ${table} (LIKE charges, CHECK (delivery_id >= ${first} AND delivery_id < ${end}))`,
  );
  const copySql = `COPY ${table} (${CHARGE_COLUMNS}) FROM STDIN (FORMAT csv, FREEZE)`;
  await client.query('CREATE TEMP TABLE readings (LIKE delivery_resources) ON COMMIT DROP');
  let target = openCopy(client, copySql);
  for await (const chunk of chunks) {
    reader.push(chunk);
    await drain(reader, target);
    if (!reader.hasManyReadings()) continue;
    await target.end();
    await copyReadings(client, reader.takeReadings());
    target = openCopy(client, copySql);
  }
  reader.end();
  await drain(reader, target);
  await target.write(reader.takeRest());
  await target.end();
  await client.query("SET LOCAL maintenance_work_mem = '128MB'");
  await client.query(`CREATE INDEX ON ${table} (resource_key)`);
  await copyReadings(client, reader.takeReadings());
  await joinReadings(client);
}

async function drain(reader: BillReader, target: CopyTarget): Promise<void> {
  for (let block = reader.takeOutput(); block; block = reader.takeOutput()) {
    const sent = block;
    await target.write(sent, () => reader.giveBack(sent));
  }
}

async function copyReadings(client: pg.Client, readings: Iterable<ResourceReading>): Promise<void> {
  const target = openCopy(client, COPY_READINGS);
  const out = makeCopyBlocks();
  for (const reading of readings) {
    const line = Buffer.from(readingLine(reading));
    out.room(line.length);
    out.copy(line, 0, line.length);
    for (let block = out.take(); block; block = out.take()) await target.write(block);
  }
  await target.write(out.rest());
  await target.end();
}

function readingLine(reading: ResourceReading): string {
  const { identity } = reading;
  const cells = [
    String(reading.deliveryId),
    identity.key,
    identity.provider,
    identity.account,
    identity.region,
    identity.nativeId,
    identity.shortId,
    identity.shortKey,
    reading.name,
    reading.service,
    String(reading.isCommitment),
    reading.tags,
    new Date(reading.from).toISOString(),
    new Date(reading.through).toISOString(),
    String(reading.isService),
  ];
  return `${cells.map((cell) => (cell === null ? '' : `"${cell.replaceAll('"', '""')}"`)).join(',')}\n`;
}

/**
 * One row a resource: the tags and name that were charged last, of tags the last that are known; of a commitment,
 * those of its own rows. Its region is one that any of its rows names.
 */
async function joinReadings(client: pg.Client): Promise<void> {
  await client.query(`
    INSERT INTO delivery_resources
    SELECT DISTINCT ON (delivery_id, key)
      delivery_id, key, provider, account, COALESCE(min(NULLIF(region, 'global')) OVER spelling, 'global'), native_id,
      short_id, short_key, name, service, is_commitment, tags, min(charged_from) OVER spelling,
      max(charged_through) OVER spelling, is_service
    FROM readings
    WINDOW spelling AS (PARTITION BY delivery_id, key)
    ORDER BY delivery_id, key, is_commitment AND tags = '{}', tags IS NULL, charged_through DESC`);
}
