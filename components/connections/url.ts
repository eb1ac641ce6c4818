import { parseAsStringLiteral } from 'nuqs/server';
import { type ListUrl, listUrl } from '@/components/ui/list-url';
import type { ConnectionStanding } from '@/lib/connections/schema';

export const STANDINGS = [
  'failing',
  'warned',
  'untested',
  'working',
  'disabled',
] as const satisfies readonly ConnectionStanding[];

export const connectionsUrl = { ...listUrl, standing: parseAsStringLiteral(STANDINGS) };

export type ConnectionsUrl = ListUrl & { standing: ConnectionStanding | null };

/** The failing first. */
export const CONNECTIONS_SORT = 'standing';
