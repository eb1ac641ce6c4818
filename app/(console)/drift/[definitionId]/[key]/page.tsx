import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import type { SearchParams } from 'nuqs/server';
import { z } from 'zod';
import { recordQuery } from '@/components/drift/queries';
import { recordIdOf } from '@/components/drift/url';
import { requireUser } from '@/lib/auth';
import { readRecord } from '@/lib/catalog/record.data';
import { database } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { type Read, readOne } from '../../../prefetch';
import { DriftPage } from '../../drift-page';

export const metadata: Metadata = { title: 'Record' };

type RecordPageProps = {
  params: Promise<{ definitionId: string; key: string }>;
  searchParams: Promise<SearchParams>;
};

export default async function Page({ params, searchParams }: RecordPageProps) {
  const viewer = await requireUser();
  const given = await params;
  if (!z.uuid().safeParse(given.definitionId).success) notFound();
  // Next hands on the part of the path as it stands there.
  const record = { definitionId: given.definitionId, key: decodeURIComponent(given.key) };
  return <DriftPage viewer={viewer} searchParams={searchParams} open={await readOpen(record)} />;
}

/** The library is asked for its row; while it is away the list stands here all the same, and the panel says so. */
async function readOpen(record: { definitionId: string; key: string }): Promise<Read | undefined> {
  try {
    return await readOne(recordQuery(recordIdOf(record)).queryKey, () =>
      readRecord(database(), record, new Date()),
    );
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code !== 'internal') return undefined;
    throw thrown;
  }
}
