import { parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { listUrl } from '@/components/ui/list-url';

const STATES = ['requested', 'running', 'succeeded', 'warned', 'failed', 'cancelling', 'cancelled'] as const;

export const runsUrl = { ...listUrl, state: parseAsStringLiteral(STATES), graph: parseAsString };

/** Failed first, then what is under way, the newest of each first. */
export const RUNS_SORT = '-attention';

export type RunsUrl = {
  q: string | null;
  sort: string | null;
  cursor: string | null;
  state: (typeof STATES)[number] | null;
  graph: string | null;
};
