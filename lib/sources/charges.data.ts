import type pg from 'pg';
import { type BillReader, CHARGE_COLUMNS, MOST_READINGS } from './bill-reader';
import { type CopyTarget, openCopy } from './copy';
import { makeCopyBlocks } from './copy-block';
import type { ResourceReading } from './subjects';

/** Charges and what they say of resources, streamed in by COPY within the caller's transaction on `client`. */

const COPY_CHARGES = `COPY charges (${CHARGE_COLUMNS}) FROM STDIN (FORMAT csv)`;
const COPY_READINGS = 'COPY readings FROM STDIN (FORMAT csv)';

/** Feeds the chunks through the reader; memory stays flat, as readings are put down when there are many. */
export async function copyCharges(
  client: pg.Client,
  reader: BillReader,
  chunks: AsyncIterable<Buffer>,
): Promise<void> {
  await client.query('CREATE TEMP TABLE readings (LIKE delivery_resources) ON COMMIT DROP');
  let target = openCopy(client, COPY_CHARGES);
  for await (const chunk of chunks) {
    reader.push(chunk);
    await drain(reader, target);
    if (reader.readingCount() < MOST_READINGS) continue;
    await target.end();
    await copyReadings(client, reader.takeReadings());
    target = openCopy(client, COPY_CHARGES);
  }
  reader.end();
  await drain(reader, target);
  await target.write(reader.takeRest());
  await target.end();
  await copyReadings(client, reader.takeReadings());
  await joinReadings(client);
}

async function drain(reader: BillReader, target: CopyTarget): Promise<void> {
  for (let block = reader.takeOutput(); block; block = reader.takeOutput()) await target.write(block);
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
  ];
  return `${cells.map((cell) => (cell === null ? '' : `"${cell.replaceAll('"', '""')}"`)).join(',')}\n`;
}

/** One row a resource: the tags and name that were charged last; of a commitment, those of its own rows. */
async function joinReadings(client: pg.Client): Promise<void> {
  await client.query(`
    INSERT INTO delivery_resources
    SELECT DISTINCT ON (delivery_id, key)
      delivery_id, key, provider, account, region, native_id, short_id, short_key, name, service, is_commitment, tags,
      min(charged_from) OVER spelling, max(charged_through) OVER spelling
    FROM readings
    WINDOW spelling AS (PARTITION BY delivery_id, key)
    ORDER BY delivery_id, key, is_commitment AND tags = '{}', charged_through DESC`);
}
