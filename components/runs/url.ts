import { parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { type ListUrl, listUrl, parseAsMoment } from '@/components/ui/list-url';

const STATES = ['requested', 'running', 'succeeded', 'warned', 'failed', 'cancelling', 'cancelled'] as const;

export const runsUrl = {
  ...listUrl,
  state: parseAsStringLiteral(STATES),
  graph: parseAsString,
  trigger: parseAsString,
  from: parseAsMoment, // moments, not days: a link shows the same runs in every zone
  to: parseAsMoment,
};

/** Failed first, then what is under way, the newest of each first. */
export const RUNS_SORT = '-attention';

export type RunsUrl = ListUrl & {
  state: (typeof STATES)[number] | null;
  graph: string | null;
  trigger: string | null;
  from: string | null;
  to: string | null;
};
