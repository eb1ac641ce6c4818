import { z } from 'zod';
import type { Reader } from '@/lib/core/db';
import type { Page } from '@/lib/core/list';
import { containing, readPage, type SortColumn } from '@/lib/core/page';
import { Prisma } from '@/prisma/generated/client';
import {
  type DriftFilter,
  type DriftSummary,
  type DriftView,
  driftField,
  type driftState,
  type ListDriftInput,
} from './schema';

/** What the last scans found. */
const SORTS: Record<string, SortColumn> = {
  state: { expression: Prisma.sql`d.state`, cast: '"DriftState"' }, // the enum stands worst first
  since: { expression: Prisma.sql`d.since`, cast: 'timestamptz' },
  key: { expression: Prisma.sql`d.key`, cast: 'text' },
};

type Row = {
  id: bigint;
  definition_id: string;
  title: string;
  key: string;
  state: z.infer<typeof driftState>;
  fields: unknown;
  since: Date;
  is_ignored: boolean;
};

export const driftFields = z.array(driftField);

export async function listDrift(reader: Reader, input: ListDriftInput): Promise<Page<DriftView>> {
  const { rows, nextCursor } = await readPage<Row>(reader, {
    select: Prisma.sql`d.id, d.definition_id, s.title, d.key, d.state, d.fields, d.since, d.is_ignored`,
    from: Prisma.sql`drift_records d JOIN sync_definitions s ON s.id = d.definition_id`,
    where: [...conditionsOf(input), ...searchFor(input.q)],
    sorts: SORTS,
    defaultSort: 'state',
    id: { expression: Prisma.sql`d.id`, cast: 'bigint' },
    list: input,
  });
  return { items: rows.map(viewOf), nextCursor };
}

function viewOf(row: Row): DriftView {
  return {
    definitionId: row.definition_id,
    definitionTitle: row.title,
    key: row.key,
    state: row.state,
    fields: driftFields.parse(row.fields),
    since: row.since.toISOString(),
    isIgnored: row.is_ignored,
  };
}

/** As conditions on `drift_records d`; what is ignored is left out unless it is asked for. */
export function conditionsOf(filter: DriftFilter): Prisma.Sql[] {
  return [
    filter.ignored === 'true' ? Prisma.sql`d.is_ignored` : Prisma.sql`NOT d.is_ignored`,
    ...(filter.definitionId ? [Prisma.sql`d.definition_id = ${filter.definitionId}::uuid`] : []),
    ...(filter.state ? [Prisma.sql`d.state = ${filter.state}::"DriftState"`] : []),
    ...(filter.field ? [Prisma.sql`d.field_names @> ARRAY[${filter.field}]`] : []),
  ];
}

function searchFor(text: string | undefined): Prisma.Sql[] {
  return text ? [Prisma.sql`d.key ILIKE ${containing(text)}`] : [];
}

type SummaryRow = {
  id: string;
  title: string;
  records: bigint;
  scanned_at: Date | null;
  is_scanning: boolean;
  counts: unknown;
  stale_since: Date | null;
};

/** By state as the last whole scan counted, but for what has been repaired or ignored since. */
export async function readDriftSummary(reader: Reader): Promise<DriftSummary> {
  const rows = await reader.$queryRaw<SummaryRow[]>`
    SELECT s.id, s.title, COALESCE(scan.records, 0) AS records, scan.ended_at AS scanned_at, scan.counts,
           p.stale_since,
           EXISTS (SELECT FROM drift_scans o JOIN runs r ON r.id = o.run_id
                    WHERE o.definition_id = s.id AND o.ended_at IS NULL AND r.ended_at IS NULL) AS is_scanning
      FROM sync_definitions s
      LEFT JOIN senders p ON p.connection_id = s.sender_id
      LEFT JOIN LATERAL (SELECT records, ended_at, counts FROM drift_scans
                          WHERE definition_id = s.id AND ended_at IS NOT NULL ORDER BY id DESC LIMIT 1) scan ON true
     WHERE s.enabled ORDER BY s.title`;
  const counted = await reader.$queryRaw<
    { definition_id: string; state: z.infer<typeof driftState>; is_ignored: boolean; count: bigint }[]
  >`SELECT definition_id, state, is_ignored, count(*) AS count FROM drift_records GROUP BY 1, 2, 3`;
  return {
    definitions: rows.map((row) => {
      const own = counted.filter(({ definition_id: id }) => id === row.id);
      const byState = own.filter(({ is_ignored: ignored }) => !ignored);
      const drifting = byState
        .filter(({ state }) => state !== 'unknown_there')
        .reduce((sum, { count }) => sum + Number(count), 0);
      const ignored = own
        .filter(({ is_ignored: isIgnored }) => isIgnored)
        .reduce((sum, { count }) => sum + Number(count), 0);
      return {
        definitionId: row.id,
        title: row.title,
        scannedAt: row.scanned_at?.toISOString() ?? null,
        isScanning: row.is_scanning,
        records: Number(row.records),
        inSync: Math.max(0, Number(row.records) - drifting - ignored),
        byState: byState.map(({ state, count }) => ({ state, count: Number(count) })),
        ignored,
        staleSince: row.stale_since?.toISOString() ?? null,
      };
    }),
  };
}
