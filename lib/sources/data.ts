import type { Reader } from '@/lib/core/db';

/** The sources that a generation reads, by name. */
export async function listEnabledSources(
  reader: Reader,
): Promise<{ id: string; name: string; kind: 'focus' | 'inventory' }[]> {
  return reader.source.findMany({
    where: { enabled: true },
    select: { id: true, name: true, kind: true },
    orderBy: { name: 'asc' },
  });
}
