'use client';

import dynamic from 'next/dynamic';
import { Skeleton } from '@/components/ui/skeleton';

/** The comparison of two texts; its code comes when the first one is looked at. */
export const TextDiff = dynamic(() => import('./text-diff'), {
  ssr: false,
  loading: () => <Skeleton className="h-24 w-full" />,
});
