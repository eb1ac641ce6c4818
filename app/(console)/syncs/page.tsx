import type { Metadata } from 'next';
import { SyncsView } from '@/components/syncs/syncs-view';
import { requireUser } from '@/lib/auth';

export const metadata: Metadata = { title: 'Syncs' };

export default async function Page() {
  const viewer = await requireUser();
  return <SyncsView role={viewer.role} />;
}
