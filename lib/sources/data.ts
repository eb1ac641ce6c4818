import type { Reader } from '@/lib/core/db';
import type { SourceKind } from './schema';

/** The sources that a generation reads, by name. */
export async function listEnabledSources(
  reader: Reader,
): Promise<{ id: string; name: string; kind: SourceKind }[]> {
  return reader.source.findMany({
    where: { enabled: true },
    select: { id: true, name: true, kind: true },
    orderBy: { name: 'asc' },
  });
}
