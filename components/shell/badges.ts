import { useQuery } from '@tanstack/react-query';
import type { Badge } from './areas';
import { waitingQuery } from './queries';

export type Badges = Record<Badge, number>;

/** How much waits for a person in each area of the rail. */
export function useBadges(): Badges {
  const { data } = useQuery(waitingQuery());
  return {
    tickets: data?.effects ?? 0,
    runs: (data?.runs.failed ?? 0) + (data?.runs.stuck ?? 0),
    drift: data?.conflicts ?? 0,
    quarantine: data?.held ?? 0,
    deliveries: data?.deadLetters ?? 0,
  };
}
