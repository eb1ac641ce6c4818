import type { TicketTiming } from '@/lib/tickets/timing';

/** The patience of a test with the sandbox's Jira: the same proportions as the real one, a hundred times faster. */
export const HASTY: TicketTiming = {
  requestTimeoutMs: 700,
  indexLagMs: 600,
  leaseMs: 2_000,
  backoffBaseMs: 20,
  backoffCapMs: 200,
  pagePauseMs: 0,
};
