import type { Metadata } from 'next';
import { sendersQuery } from '@/components/senders/queries';
import { NewSync } from '@/components/syncs/sync-editor';
import { Prefetched } from '@/components/ui/prefetched';
import { requireUser } from '@/lib/auth';
import { database } from '@/lib/core/db';
import { listSenders } from '@/lib/deliveries/senders.data';

export const metadata: Metadata = { title: 'New sync' };

export default async function Page() {
  const viewer = await requireUser('operator');
  const items = await listSenders(database(), new Date());
  return (
    <Prefetched data={[[sendersQuery().queryKey, { items }]]}>
      <NewSync role={viewer.role} />
    </Prefetched>
  );
}
