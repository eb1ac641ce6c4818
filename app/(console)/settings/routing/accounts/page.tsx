import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { requireUser } from '@/lib/auth';
import { AccountOwnersPage } from './account-owners-page';

export const metadata: Metadata = { title: 'Owners of accounts' };

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return <AccountOwnersPage viewer={await requireUser()} searchParams={searchParams} />;
}
