import type { Metadata } from 'next';
import { NewSync } from '@/components/syncs/sync-editor';
import { requireUser } from '@/lib/auth';

export const metadata: Metadata = { title: 'New sync' };

export default async function Page() {
  const viewer = await requireUser('operator');
  return <NewSync role={viewer.role} />;
}
