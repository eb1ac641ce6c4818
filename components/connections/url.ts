import { parseAsStringLiteral } from 'nuqs/server';
import { type ListUrl, listUrl } from '@/components/ui/list-url';
import { type ConnectionStanding, connectionStanding } from '@/lib/connections/schema';

export const connectionsUrl = { ...listUrl, standing: parseAsStringLiteral(connectionStanding.options) };

export type ConnectionsUrl = ListUrl & { standing: ConnectionStanding | null };

/** The failing first. */
export const CONNECTIONS_SORT = 'standing';
