import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { routeQuery } from '@/components/routing/queries';
import { requireUser } from '@/lib/auth';
import { database } from '@/lib/core/db';
import { readRoute } from '@/lib/tickets/routes.data';
import { readOne } from '../../../prefetch';
import { RoutesPage } from '../routes-page';

export const metadata: Metadata = { title: 'Route' };

type RoutePageProps = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };

export default async function Page({ params, searchParams }: RoutePageProps) {
  const viewer = await requireUser();
  const { id } = await params;
  const route = await readOne(routeQuery(id).queryKey, () => readRoute(database(), id));
  return <RoutesPage viewer={viewer} searchParams={searchParams} open={[route]} />;
}
