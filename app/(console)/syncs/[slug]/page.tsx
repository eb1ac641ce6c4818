import type { Metadata } from 'next';
import { sendersQuery } from '@/components/senders/queries';
import { definitionQuery } from '@/components/syncs/queries';
import { SyncEditor } from '@/components/syncs/sync-editor';
import { Prefetched } from '@/components/ui/prefetched';
import { requireUser } from '@/lib/auth';
import { readDefinition } from '@/lib/catalog/definitions-view.data';
import { database } from '@/lib/core/db';
import { listSenders } from '@/lib/deliveries/senders.data';
import { readOne } from '../../prefetch';

export const metadata: Metadata = { title: 'Sync' };

export default async function Page({ params }: { params: Promise<{ slug: string }> }) {
  const viewer = await requireUser();
  const { slug } = await params;
  const [definition, senders] = await Promise.all([
    readOne(definitionQuery(slug).queryKey, () => readDefinition(database(), slug)),
    listSenders(database(), new Date()),
  ]);
  return (
    <Prefetched data={[definition, [sendersQuery().queryKey, { items: senders }]]}>
      <SyncEditor slug={slug} role={viewer.role} />
    </Prefetched>
  );
}
