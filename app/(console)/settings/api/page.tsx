import type { Metadata } from 'next';
import { ApiReference } from '@/components/api-reference/reference';
import { requireUser } from '@/lib/auth';
import { ourDocument } from '@/lib/openapi/ours';
import { errorLines } from '@/lib/openapi/problems';

export const metadata: Metadata = { title: 'API' };

export default async function ApiPage() {
  await requireUser();
  return <ApiReference document={ourDocument()} errors={errorLines()} />;
}
