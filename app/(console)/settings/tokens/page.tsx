import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { requireUser } from '@/lib/auth';
import { TokensPage } from './tokens-page';

export const metadata: Metadata = { title: 'Tokens' };

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  await requireUser('admin');
  return <TokensPage searchParams={searchParams} />;
}
