import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import type { SearchParams } from 'nuqs/server';
import { z } from 'zod';
import { scheduleQuery } from '@/components/schedules/queries';
import { requireUser } from '@/lib/auth';
import { database } from '@/lib/core/db';
import { shippedSchedules } from '@/lib/jobs';
import { readSchedule } from '@/lib/runs/schedule.data';
import { readOne } from '../../../prefetch';
import { SchedulesPage } from '../schedules-page';

export const metadata: Metadata = { title: 'Schedule' };

type SchedulePageProps = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };

export default async function Page({ params, searchParams }: SchedulePageProps) {
  const viewer = await requireUser();
  const { id } = await params;
  if (!z.uuid().safeParse(id).success) notFound();
  const shipped = shippedSchedules.map(({ name }) => name);
  const schedule = await readOne(scheduleQuery(id).queryKey, () => readSchedule(database(), id, shipped));
  return <SchedulesPage viewer={viewer} searchParams={searchParams} open={[schedule]} />;
}
