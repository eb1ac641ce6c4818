import { z } from 'zod';
import type { Reader, Transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { cronWords } from '@/lib/runs/cron-words';
import { listSchedules } from '@/lib/runs/schedule.data';
import { Prisma } from '@/prisma/generated/client';
import { parseDefinition } from './definition';
import { SCAN_DRIFT } from './scan.job';
import type { DefinitionDetail, DefinitionView } from './schema';

/** What people see of sync definitions, and the writes of the deeds about them. */
type Row = {
  id: string;
  slug: string;
  title: string;
  senderId: string;
  senderName: string;
  libraryId: string;
  libraryName: string;
  version: number;
  enabled: boolean;
  baselineAt: Date | null;
  yaml: string;
  records: number;
  assumed: number;
  scannedAt: Date | null;
  listensSince: Date | null;
  listenTrouble: string | null;
  counts: unknown;
};

const DEFINITIONS = Prisma.sql`
  SELECT d.id::text AS id, d.slug, d.title, d.sender_id::text AS "senderId", s.name AS "senderName",
    d.library_id::text AS "libraryId", l.name AS "libraryName", d.version, d.enabled, d.baseline_at AS "baselineAt",
    d.listens_since AS "listensSince", d.listen_trouble AS "listenTrouble", v.yaml, (SELECT count(*)::int FROM catalog_records r WHERE r.definition_id = d.id) AS records,
    (SELECT count(*)::int FROM catalog_records r WHERE r.definition_id = d.id AND r.is_assumed) AS assumed,
    scan.ended_at AS "scannedAt", scan.counts
  FROM sync_definitions d JOIN connections s ON s.id = d.sender_id JOIN connections l ON l.id = d.library_id
  JOIN sync_definition_versions v ON v.definition_id = d.id AND v.version = d.version
  LEFT JOIN LATERAL (
    SELECT ended_at, counts FROM drift_scans c WHERE c.definition_id = d.id AND c.ended_at IS NOT NULL
    ORDER BY c.id DESC LIMIT 1) scan ON true`;

export async function listDefinitions(reader: Reader): Promise<DefinitionView[]> {
  const rows = await reader.$queryRaw<Row[]>`${DEFINITIONS} ORDER BY d.title, d.slug`;
  return rows.map(viewOf);
}

/** Throws `not_found`. */
export async function readDefinition(reader: Reader, slug: string): Promise<DefinitionDetail> {
  const [row] = await reader.$queryRaw<Row[]>`${DEFINITIONS} WHERE d.slug = ${slug}`;
  if (!row) throw new AppError('not_found', `there is no sync ${slug}`);
  const versions = await reader.syncDefinitionVersion.findMany({
    where: { definitionId: row.id },
    orderBy: { version: 'desc' },
  });
  return {
    ...viewOf(row),
    yaml: row.yaml,
    versions: versions.map(({ version, yaml, note, savedAt, savedBy }) => ({
      ...{ version, yaml, note, savedBy },
      savedAt: savedAt.toISOString(),
    })),
    scans: await scansOf(reader, row.id),
  } satisfies DefinitionDetail;
}

/** The schedules that compare it, by themselves or with all others. */
async function scansOf(reader: Reader, definitionId: string): Promise<DefinitionDetail['scans']> {
  const schedules = await listSchedules(reader);
  return schedules
    .filter(({ graph, enabled, input }) => enabled && graph === SCAN_DRIFT && isOf(definitionId, input))
    .map(({ name, cron, timeZone }) => ({ schedule: name, words: `${cronWords(cron)}, ${timeZone}` }));
}

const scanned = z.object({ definitionId: z.string().optional() });
const isOf = (definitionId: string, input: unknown) =>
  (scanned.safeParse(input).data?.definitionId ?? definitionId) === definitionId;

const countsShape = z.record(z.string(), z.number());

function viewOf({
  yaml,
  baselineAt,
  scannedAt,
  counts,
  listensSince,
  listenTrouble,
  ...row
}: Row): DefinitionView {
  const parsed = parseDefinition(yaml);
  const definition = parsed.ok ? parsed.parsed.definition : null;
  return {
    ...row,
    table: definition ? `${definition.table.schema}.${definition.table.name}` : '',
    fields: definition?.fields.map(({ column }) => column) ?? [],
    baselineAt: baselineAt?.toISOString() ?? null,
    lastScan: scannedAt
      ? { endedAt: scannedAt.toISOString(), counts: countsShape.safeParse(counts).data ?? {} }
      : null,
    listening: {
      isWanted: definition?.listen ?? false,
      since: listensSince?.toISOString() ?? null,
      trouble: listenTrouble,
    },
  } satisfies DefinitionView;
}

export type Stored = {
  id: string;
  senderId: string;
  libraryId: string;
  version: number;
  enabled: boolean;
  baselineAt: Date | null;
};

/** Locked to the end of the transaction; null where there is none. */
export async function lockDefinition(tx: Transaction, slug: string): Promise<Stored | null> {
  const rows = await tx.$queryRaw<Stored[]>`
    SELECT id::text AS id, sender_id::text AS "senderId", library_id::text AS "libraryId", version, enabled,
      baseline_at AS "baselineAt"
    FROM sync_definitions WHERE slug = ${slug} FOR UPDATE`;
  return rows[0] ?? null;
}

type Text = { yaml: string; note: string; by: string; now: Date };
type NewDefinition = Text & { slug: string; title: string; senderId: string; libraryId: string };

/** A definition with its first version, switched off. False when somebody made one of that name meanwhile. */
export async function insertDefinition(
  tx: Transaction,
  { yaml, note, by, now, ...data }: NewDefinition,
): Promise<boolean> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO sync_definitions (slug, title, sender_id, library_id, version, enabled, created_at)
    VALUES (${data.slug}, ${data.title}, ${data.senderId}::uuid, ${data.libraryId}::uuid, 1, false, ${now})
    ON CONFLICT (slug) DO NOTHING RETURNING id::text AS id`;
  const [made] = rows;
  if (!made) return false;
  await tx.syncDefinitionVersion.create({
    data: { definitionId: made.id, version: 1, yaml, note, savedAt: now, savedBy: by },
  });
  return true;
}

type NextVersion = Text & { definitionId: string; version: number; title: string; hasOtherColumns: boolean };

/** `hasOtherColumns`: the baseline is taken again, for what is new of it. */
export async function insertVersion(tx: Transaction, next: NextVersion): Promise<void> {
  const { definitionId, version, title, yaml, note, by, now, hasOtherColumns } = next;
  await tx.syncDefinitionVersion.create({
    data: { definitionId, version, yaml, note, savedAt: now, savedBy: by },
  });
  await tx.syncDefinition.update({
    where: { id: definitionId },
    data: { version, title, ...(hasOtherColumns ? { baselineAt: null } : {}) },
  });
}

export async function writeEnabled(tx: Transaction, definitionId: string, enabled: boolean): Promise<void> {
  await tx.syncDefinition.update({ where: { id: definitionId }, data: { enabled } });
}

export async function yamlOfVersion(
  reader: Reader,
  { id, version }: Pick<Stored, 'id' | 'version'>,
): Promise<string> {
  const found = await reader.syncDefinitionVersion.findUniqueOrThrow({
    where: { definitionId_version: { definitionId: id, version } },
    select: { yaml: true },
  });
  return found.yaml;
}

/** The title of the sync that is switched on for a sender, other than this one. */
export async function otherEnabled(reader: Reader, { id, senderId }: Stored): Promise<string | null> {
  const other = await reader.syncDefinition.findFirst({
    where: { senderId, enabled: true, id: { not: id } },
    select: { title: true },
  });
  return other?.title ?? null;
}
