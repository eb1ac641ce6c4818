import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { importsQuery, sourceQuery } from '@/components/sources/queries';
import { requireUser } from '@/lib/auth';
import { database } from '@/lib/core/db';
import { listImports } from '@/lib/sources/imports-view.data';
import { readSource } from '@/lib/sources/views.data';
import { listImportsInput } from '@/lib/sources/views.schema';
import { readOne } from '../../prefetch';
import { SourcesPage } from '../sources-page';

export const metadata: Metadata = { title: 'Source' };

type SourcePageProps = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };

export default async function Page({ params, searchParams }: SourcePageProps) {
  const viewer = await requireUser();
  const { id } = await params;
  const source = await readOne(sourceQuery(id).queryKey, () => readSource(database(), id));
  const imports = await readOne(importsQuery(id, null).queryKey, () =>
    listImports(database(), listImportsInput.parse({ sourceId: id, limit: 10 })),
  );
  return <SourcesPage viewer={viewer} searchParams={searchParams} open={[source, imports]} />;
}
