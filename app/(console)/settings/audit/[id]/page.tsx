import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { auditEventQuery } from '@/components/audit/queries';
import { requireUser } from '@/lib/auth';
import { database } from '@/lib/core/db';
import { readAudit } from '@/lib/people/audit-views.data';
import { readOne } from '../../../prefetch';
import { AuditPage } from '../audit-page';

export const metadata: Metadata = { title: 'Audit event' };

type EventPageProps = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };

export default async function Page({ params, searchParams }: EventPageProps) {
  await requireUser('admin');
  const { id } = await params;
  const event = await readOne(auditEventQuery(id).queryKey, () => readAudit(database(), id));
  return <AuditPage searchParams={searchParams} open={[event]} />;
}
