import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import type { SearchParams } from 'nuqs/server';
import { userQuery } from '@/components/users/queries';
import { requireUser } from '@/lib/auth';
import { database } from '@/lib/core/db';
import { readUserDetail } from '@/lib/people/users.data';
import { userIdInput } from '@/lib/people/users.schema';
import { readOne } from '../../../prefetch';
import { UsersPage } from '../users-page';

export const metadata: Metadata = { title: 'User' };

type UserPageProps = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };

export default async function Page({ params, searchParams }: UserPageProps) {
  const viewer = await requireUser('admin');
  const path = userIdInput.safeParse(await params);
  if (!path.success) notFound();
  const { id } = path.data;
  const asked = { currentId: viewer.sessionId, now: new Date() };
  const user = await readOne(userQuery(id).queryKey, () => readUserDetail(database(), id, asked));
  return <UsersPage viewer={viewer} searchParams={searchParams} open={[user]} />;
}
