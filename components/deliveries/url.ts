import { parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { type ListUrl, listUrl, parseAsMoment } from '@/components/ui/list-url';
import type { DeliveryFilter, DeliveryKind, DeliveryOutcome, DeliveryState } from '@/lib/deliveries/schema';

/** What needs somebody first. */
export const DELIVERY_STATES = [
  'dead',
  'waiting',
  'refused',
  'pending',
  'done',
  'skipped',
] as const satisfies DeliveryState[];
const OUTCOMES = ['applied', 'unchanged', 'held', 'partly'] as const satisfies DeliveryOutcome[];
const KINDS = ['webhook', 'pull', 'release', 'edit', 'newest'] as const satisfies DeliveryKind[];

export const deliveriesUrl = {
  ...listUrl,
  senderId: parseAsString,
  state: parseAsStringLiteral(DELIVERY_STATES),
  outcome: parseAsStringLiteral(OUTCOMES),
  kind: parseAsStringLiteral(KINDS),
  key: parseAsString,
  since: parseAsMoment,
  until: parseAsMoment,
};
export type DeliveriesUrl = ListUrl & {
  senderId: string | null;
  state: DeliveryState | null;
  outcome: DeliveryOutcome | null;
  kind: DeliveryKind | null;
  key: string | null;
  since: string | null;
  until: string | null;
};

export const DELIVERIES_SORT = '-receivedAt';

/** The filter as a choice of what to replay: what is not asked for is left out. */
export function filterFor({ cursor: _, sort: __, q: ___, ...filter }: DeliveriesUrl): DeliveryFilter {
  const { senderId, state, outcome, kind, key, since, until } = filter;
  return {
    ...(senderId ? { senderId } : {}),
    ...(state ? { state } : {}),
    ...(outcome ? { outcome } : {}),
    ...(kind ? { kind } : {}),
    ...(key ? { key } : {}),
    ...(since ? { since } : {}),
    ...(until ? { until } : {}),
  };
}
