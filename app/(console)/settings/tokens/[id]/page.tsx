import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import type { SearchParams } from 'nuqs/server';
import { tokenQuery } from '@/components/tokens/queries';
import { requireUser } from '@/lib/auth';
import { database } from '@/lib/core/db';
import { readToken } from '@/lib/people/tokens.data';
import { tokenIdInput } from '@/lib/people/tokens.schema';
import { readOne } from '../../../prefetch';
import { TokensPage } from '../tokens-page';

export const metadata: Metadata = { title: 'Token' };

type TokenPageProps = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };

export default async function Page({ params, searchParams }: TokenPageProps) {
  await requireUser('admin');
  const path = tokenIdInput.safeParse(await params);
  if (!path.success) notFound();
  const { id } = path.data;
  const token = await readOne(tokenQuery(id).queryKey, () => readToken(database(), id, new Date()));
  return <TokensPage searchParams={searchParams} open={[token]} />;
}
