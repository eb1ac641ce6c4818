import type { Metadata } from 'next';
import { SyncEditor } from '@/components/syncs/sync-editor';
import { requireUser } from '@/lib/auth';

export const metadata: Metadata = { title: 'Sync' };

export default async function Page({ params }: { params: Promise<{ slug: string }> }) {
  const viewer = await requireUser();
  const { slug } = await params;
  return <SyncEditor slug={slug} role={viewer.role} />;
}
