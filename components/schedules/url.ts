import { parseAsStringLiteral } from 'nuqs/server';
import { type ListUrl, listUrl } from '@/components/ui/list-url';

const ON_OFF = ['true', 'false'] as const;

export const schedulesUrl = { ...listUrl, enabled: parseAsStringLiteral(ON_OFF) };

export type SchedulesUrl = ListUrl & { enabled: (typeof ON_OFF)[number] | null };

/** The next one first. */
export const SCHEDULES_SORT = 'nextDueAt';
