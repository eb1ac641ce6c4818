import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { requireUser } from '@/lib/auth';
import { SchedulesPage } from './schedules-page';

export const metadata: Metadata = { title: 'Schedules' };

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return <SchedulesPage viewer={await requireUser()} searchParams={searchParams} />;
}
