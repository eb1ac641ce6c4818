import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { requireUser } from '@/lib/auth';
import { UsersPage } from './users-page';

export const metadata: Metadata = { title: 'Users' };

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return <UsersPage viewer={await requireUser('admin')} searchParams={searchParams} />;
}
