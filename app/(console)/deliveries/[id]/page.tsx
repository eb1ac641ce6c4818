import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { deliveryQuery } from '@/components/deliveries/queries';
import { requireUser } from '@/lib/auth';
import { database } from '@/lib/core/db';
import { readDelivery } from '@/lib/deliveries/views.data';
import { readOne } from '../../prefetch';
import { DeliveriesPage } from '../deliveries-page';

export const metadata: Metadata = { title: 'Delivery' };

type DeliveryPageProps = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };

export default async function Page({ params, searchParams }: DeliveryPageProps) {
  const viewer = await requireUser();
  const { id } = await params;
  const open = await readOne(deliveryQuery(id).queryKey, () => readDelivery(database(), id));
  return <DeliveriesPage viewer={viewer} searchParams={searchParams} open={open} />;
}
