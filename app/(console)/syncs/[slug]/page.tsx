import type { Metadata } from 'next';
import { createLoader, type SearchParams } from 'nuqs/server';
import { sendersQuery } from '@/components/senders/queries';
import { definitionQuery, QUALITY_DAYS, qualityQuery } from '@/components/syncs/queries';
import { SyncEditor } from '@/components/syncs/sync-editor';
import { syncUrl } from '@/components/syncs/url';
import { Prefetched } from '@/components/ui/prefetched';
import { requireUser } from '@/lib/auth';
import { readDefinition } from '@/lib/catalog/definitions-view.data';
import { readQuality } from '@/lib/catalog/quality.data';
import { database } from '@/lib/core/db';
import { listSenders } from '@/lib/deliveries/senders.data';
import { type Read, readOne } from '../../prefetch';

export const metadata: Metadata = { title: 'Sync' };

const loadUrl = createLoader(syncUrl);

type PageProps = { params: Promise<{ slug: string }>; searchParams: Promise<SearchParams> };

export default async function Page({ params, searchParams }: PageProps) {
  const viewer = await requireUser();
  const [{ slug }, { tab }] = await Promise.all([params, loadUrl(searchParams)]);
  const now = new Date();
  const [definition, senders, ...quality] = await Promise.all([
    readOne(definitionQuery(slug).queryKey, () => readDefinition(database(), slug)),
    listSenders(database(), now),
    ...(tab === 'quality' ? [readQualityOf(slug, now)] : []),
  ]);
  return (
    <Prefetched data={[definition, [sendersQuery().queryKey, { items: senders }], ...quality]}>
      <SyncEditor slug={slug} role={viewer.role} />
    </Prefetched>
  );
}

function readQualityOf(slug: string, now: Date): Promise<Read> {
  const read = () => readQuality(database(), { slug, days: QUALITY_DAYS }, now);
  return readOne(qualityQuery(slug).queryKey, read);
}
