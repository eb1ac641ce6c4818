import { notFound, redirect } from 'next/navigation';
import { z } from 'zod';
import { requireUser } from '@/lib/auth';
import { database } from '@/lib/core/db';
import { readView } from '@/lib/views/data';
import { hrefOfView } from '@/lib/views/link.schema';

/** The link of a saved view: leads to its list, with its filters as they are kept now. */
export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const viewer = await requireUser();
  const { id } = await params;
  const isId = z.uuid().safeParse(id).success;
  const view = isId ? await readView(database(), { kind: 'user', ...viewer }, id) : null;
  if (!view) notFound();
  redirect(hrefOfView(view));
}
