import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { requireUser } from '@/lib/auth';
import { ArmingPage } from './arming-page';

export const metadata: Metadata = { title: 'Arming' };

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return <ArmingPage viewer={await requireUser()} searchParams={searchParams} />;
}
