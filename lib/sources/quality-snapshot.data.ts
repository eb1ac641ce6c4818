import type { Transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { Prisma } from '@/prisma/generated/client';
import { identify } from './identity';
import { joinResources } from './resources.data';
import { writeCoverage } from './snapshots.data';
import type { Facts } from './standing';

/** What a sync's columns are among resources: the sync stands where a cloud's account stands. */
const PROVIDER = 'catalog';
const FIELD_KIND = 'catalog_field';

type Of = { definitionId: string; slug: string };

/** The sync's source, made on first asking, which `isNew` tells. Its config says which sync: `definitionId` and `slug`. */
export async function claimQualitySource(
  tx: Transaction,
  { definitionId, slug }: Of,
): Promise<{ id: string; name: string; isNew: boolean }> {
  const config = JSON.stringify({ definitionId, slug });
  // A name that people gave to a source of theirs stays theirs.
  const made = await tx.$queryRaw<{ id: string; name: string }[]>`
    INSERT INTO sources (name, kind, config)
    SELECT CASE WHEN EXISTS (SELECT FROM sources WHERE name = given.name) THEN given.name || ' (' || ${definitionId} || ')'
      ELSE given.name END, 'quality'::"SourceKind", ${config}::jsonb
    FROM (SELECT 'Data quality of ' || ${slug}::text AS name) given
    WHERE NOT EXISTS (SELECT FROM sources WHERE config->>'definitionId' = ${definitionId})
    ON CONFLICT DO NOTHING RETURNING id::text AS id, name`;
  if (made[0]) return { ...made[0], isNew: true };
  const known = await tx.$queryRaw<{ id: string; name: string }[]>`
    SELECT id::text AS id, name FROM sources WHERE config->>'definitionId' = ${definitionId}`;
  if (!known[0]) throw new AppError('conflict', `the source of ${slug} was made at the same moment`);
  return { ...known[0], isNew: false };
}

/** A source is read by generations as long as its sync is on. Its id, where that changed. */
export async function switchQualitySource(
  tx: Transaction,
  definitionId: string,
  enabled: boolean,
): Promise<string | null> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    UPDATE sources SET enabled = ${enabled}
    WHERE config->>'definitionId' = ${definitionId} AND enabled <> ${enabled} RETURNING id::text AS id`;
  return rows[0]?.id ?? null;
}

export type MeasuredField = { field: string; facts: Facts };
type Measured = Of & { sourceId: string; measuredAt: Date; fields: MeasuredField[] };

/**
 * Writes a measurement as a snapshot that covers its sync whole. A column that was measured before and is not any more is in it
 * too, as one that is not mapped: what was found in it is over, not unread.
 */
export async function takeQualitySnapshot(
  tx: Transaction,
  { slug, sourceId, measuredAt, fields }: Measured,
): Promise<string> {
  const names = fields.map(({ field }) => field);
  const before = await readFieldsBefore(tx, sourceId);
  const gone = before.filter((field) => !names.includes(field));
  const rows = [
    ...fields.map(({ field, facts }) => rowOf(slug, field, { ...facts, mapped: true })),
    ...gone.map((field) => rowOf(slug, field, { mapped: false })),
  ];
  const said = rows.map(({ seen }) => ({ ...seen, charged_from: measuredAt, charged_through: measuredAt }));
  await joinResources(
    tx,
    Prisma.sql`SELECT * FROM jsonb_to_recordset(${JSON.stringify(said)}::jsonb) AS s(key uuid, provider text,
      account text, region text, native_id text, short_id text, short_key uuid, name text, charged_from timestamptz,
      charged_through timestamptz)`,
  );
  const snapshot = await tx.snapshot.create({
    data: {
      sourceId,
      takenAt: measuredAt,
      dataFrom: measuredAt,
      dataThrough: measuredAt,
      statistics: { resources: rows.length },
    },
    select: { id: true },
  });
  const at = measuredAt.toISOString();
  await writeCoverage(tx, snapshot.id, [
    { ...placeOf(slug), region: '*', kind: '*', level: 'whole', reason: null, dataFrom: at, dataThrough: at },
  ]);
  await tx.$executeRaw`
    INSERT INTO resource_facts (snapshot_id, resource_id, facts)
    SELECT ${snapshot.id}, k.resource_id, s.facts
    FROM jsonb_to_recordset(${JSON.stringify(rows.map(({ seen, facts }) => ({ key: seen.key, facts })))}::jsonb)
      AS s(key uuid, facts jsonb)
    JOIN resource_keys k ON k.key = s.key`;
  return String(snapshot.id);
}

const placeOf = (slug: string) => ({ provider: PROVIDER, account: slug });

function rowOf(slug: string, field: string, facts: Facts) {
  const { provider, account } = placeOf(slug);
  const identity = identify(provider, account, null, `sync:${slug}/${field}`);
  const { region, nativeId, key, shortId, shortKey } = identity;
  return {
    seen: {
      ...{ key, provider, account, region, native_id: nativeId, short_id: shortId, short_key: shortKey },
      name: `${slug}.${field}`,
    },
    facts: { kind: FIELD_KIND, sync: slug, field, ...facts },
  };
}

async function readFieldsBefore(tx: Transaction, sourceId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ field: string }[]>`
    SELECT facts->>'field' AS field FROM resource_facts
    WHERE snapshot_id = (SELECT max(id) FROM snapshots WHERE source_id = ${sourceId}::uuid) ORDER BY 1`;
  return rows.map(({ field }) => field);
}
