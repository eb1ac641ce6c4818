import type { Reader } from '@/lib/core/db';
import { Prisma } from '@/prisma/generated/client';
import { parseDefinition, type SyncField } from './definition';

/** The columns that the syncs which are on write, with the sync's title: what quality rules read. */
export async function readSyncedColumns(reader: Reader): Promise<{ sync: string; field: SyncField }[]> {
  const rows = await reader.$queryRaw<{ title: string; yaml: string }[]>(Prisma.sql`
    SELECT d.title, v.yaml FROM sync_definitions d
    JOIN sync_definition_versions v ON v.definition_id = d.id AND v.version = d.version
    WHERE d.enabled ORDER BY d.slug`);
  return rows.flatMap(({ title, yaml }) => {
    const parsed = parseDefinition(yaml);
    return parsed.ok ? parsed.parsed.definition.fields.map((field) => ({ sync: title, field })) : [];
  });
}
