import type { SearchParams } from 'nuqs/server';
import { QuarantineView } from '@/components/quarantine/quarantine-view';
import { Prefetched } from '@/components/ui/prefetched';
import type { Viewer } from '@/lib/people/schema';
import type { Read } from '../prefetch';
import { readSaved } from '../saved-view';

type QuarantinePageProps = { viewer: Viewer; searchParams: Promise<SearchParams>; open?: Read };

/** What quality rules hold back, with one of them open or none. */
export async function QuarantinePage({ viewer, searchParams, open }: QuarantinePageProps) {
  const saved = await readSaved(viewer, searchParams);
  return (
    <Prefetched data={open ? [...saved, open] : saved}>
      <QuarantineView role={viewer.role} />
    </Prefetched>
  );
}
