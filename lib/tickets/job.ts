import { z } from 'zod';
import { openConnection } from '@/lib/connections/data';
import { database, type Transaction } from '@/lib/core/db';
import { publicUrl } from '@/lib/core/env';
import { defineJob, type JobDefinition, type JobResult } from '@/lib/runs/plan';
import type { TicketHooks } from './deed';
import { distribute, type Tally, type Wishes } from './distribute';
import { jiraSite } from './jira';
import { type LookedUp, lookUpOnly } from './look-up';
import { type PollTally, pollTickets } from './poll';
import { listRoutes } from './routes.data';
import type { TicketChange } from './schema';
import { TICKET_TIMING, type TicketTiming } from './timing';

/** The jobs of a connection. What lineages want and what they must hear is handed in by `lib/jobs.ts`. */
const input = z.object({ connectionId: z.uuid() });
type Input = z.infer<typeof input>;

export type DistributeDependencies = TicketHooks & {
  /** The wishes of lineages with a larger id, in id order, at most `limit`; met ones must not come again. */
  nextWishes: Wishes;
  /** Why a lineage gets no ticket yet, in words. */
  onWaiting(tx: Transaction, waiting: { lineageId: string; reason: string }): Promise<void>;
};

export type JobOptions = { timing?: Partial<TicketTiming> };

/** `distribute`: gives every lineage that wants one its ticket, and tells tickets what happened to their lineage. */
export function makeDistributeJob(
  { nextWishes, onWaiting, ...hooks }: DistributeDependencies,
  options: JobOptions = {},
): JobDefinition<Input, Tally> {
  const timing = { ...TICKET_TIMING, ...options.timing };
  return defineJob({
    name: 'distribute',
    input,
    async run({ input: { connectionId }, clock, signal, progress }): Promise<JobResult<Tally>> {
      const connection = await openConnection(database(), connectionId);
      if (!connection.enabled) {
        const output = { confirmed: 0, found: 0, rejected: 0, parked: 0, waiting: 0 };
        return { output, warnings: [`${connection.name} is switched off: no ticket was opened`] };
      }
      const site = jiraSite(connection, { timing, signal });
      const output = await distribute({
        desk: { site, timing, publicUrl: publicUrl(), hooks, newestKeys: new Map() },
        routes: await listRoutes(database()),
        floor: connection.ticketFloor,
        nextWishes,
        onWaiting,
        clock,
        signal,
        progress: (done, total, note) => progress({ done, total, note }),
      });
      return { output, warnings: warningsOf(output) };
    },
  });
}

/** `look-up`: asks after what is uncertain, and sends nothing. */
export function makeLookUpJob(hooks: TicketHooks, options: JobOptions = {}): JobDefinition<Input, LookedUp> {
  const timing = { ...TICKET_TIMING, ...options.timing };
  return defineJob({
    name: 'look-up',
    input,
    async run({ input: { connectionId }, signal, progress }): Promise<JobResult<LookedUp>> {
      const connection = await openConnection(database(), connectionId);
      if (!connection.enabled) {
        const output = { found: 0, absent: 0, open: 0 };
        return { output, warnings: [`${connection.name} is switched off and was not asked`] };
      }
      const site = jiraSite(connection, { timing, signal });
      const output = await lookUpOnly({
        desk: { site, timing, publicUrl: publicUrl(), hooks, newestKeys: new Map() },
        signal,
        progress: (done, total, note) => progress({ done, total, note }),
      });
      const { open } = output;
      const stays = `${open} ${open === 1 ? 'is' : 'are'} still uncertain: the next distribution goes on with ${open === 1 ? 'it' : 'them'}`;
      return { output, warnings: open > 0 ? [stays] : [] };
    },
  });
}

function warningsOf({ rejected, parked }: Tally): string[] {
  const warnings: string[] = [];
  if (rejected > 0) warnings.push(`Jira refused ${rejected} of the changes; Tickets says why`);
  if (parked > 0) warnings.push(`${parked} tickets may or may not exist: link an issue or create anyway`);
  return warnings;
}

export type MonitorDependencies = {
  /** In the transaction that commits the page. */
  onTicketChange(tx: Transaction, change: TicketChange): Promise<void>;
};

/** `monitor`: one poll of what changed in the tracker. */
export function makeMonitorJob(
  { onTicketChange }: MonitorDependencies,
  options: JobOptions = {},
): JobDefinition<Input, PollTally> {
  const timing = { ...TICKET_TIMING, ...options.timing };
  return defineJob({
    name: 'monitor',
    input,
    async run({ input: { connectionId }, signal, progress }): Promise<JobResult<PollTally>> {
      const connection = await openConnection(database(), connectionId);
      if (!connection.enabled) {
        const output = { pages: 0, seen: 0, changed: 0, deleted: 0, unreadable: 0 };
        return { output, warnings: [`${connection.name} is switched off and was not asked`] };
      }
      const output = await pollTickets({
        site: jiraSite(connection, { timing, signal }),
        timing,
        onTicketChange,
        signal,
        progress: (done, note) => progress({ done, note }),
      });
      const { unreadable } = output;
      return { output, warnings: unreadable > 0 ? [`${unreadable} issues could not be read`] : [] };
    },
  });
}
