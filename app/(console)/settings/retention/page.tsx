import type { Metadata } from 'next';
import { retentionQuery } from '@/components/retention/queries';
import { RetentionView } from '@/components/retention/retention-view';
import { Prefetched } from '@/components/ui/prefetched';
import { requireUser } from '@/lib/auth';
import { database } from '@/lib/core/db';
import { purges } from '@/lib/jobs';
import { readRetention } from '@/lib/retention/data';
import { readAhead } from '../../prefetch';

export const metadata: Metadata = { title: 'Retention' };

export default async function Page() {
  const viewer = await requireUser();
  const rows = await readAhead(retentionQuery().queryKey, async () => ({
    items: await readRetention(database(), purges, new Date()),
  }));
  return (
    <Prefetched data={rows}>
      <RetentionView role={viewer.role} />
    </Prefetched>
  );
}
