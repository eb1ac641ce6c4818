import type { Metadata } from 'next';
import { ImportView } from '@/components/rules/import-view';
import { requireUser } from '@/lib/auth';
import { env } from '@/lib/core/env';

export const metadata: Metadata = { title: 'Import rules' };

export default async function Page() {
  const viewer = await requireUser();
  return <ImportView role={viewer.role} hasFolder={env().IMPORT_DIR !== undefined} />;
}
