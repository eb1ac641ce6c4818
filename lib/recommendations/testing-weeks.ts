import { database, transaction } from '@/lib/core/db';
import type { TicketChange } from '@/lib/tickets/schema';
import { applyTicketChange } from './commands';
import * as make from './testing';

/** A company with one bill and one inventory, read week after week; for tests of what becomes of a finding. */
export const DAY = 24;

type Level = 'whole' | 'partial' | null;
type Week = { bill?: Level; inventory?: Level; charged?: { id: string; day: number } };
type SomeFacts = Record<string, string | number | boolean | Record<string, string>>;
type Found = { id: string; facts: SomeFacts };

export async function makeCompany() {
  const bill = await make.makeSource('focus', 'AWS bill');
  const inventory = await make.makeSource('inventory', 'Inventory');
  const connectionId = await make.makeConnection();

  /** A week's readings: both sources whole unless said otherwise; null is a source that failed. */
  async function readWeek(
    number: number,
    { bill: billed = 'whole', inventory: taken = 'whole', charged }: Week,
  ) {
    const through = make.hour(number * 7 * DAY);
    const from = make.hour((number * 7 - 30) * DAY);
    const billId = billed && (await make.makeSnapshot({ sourceId: bill, through, from, level: billed }));
    const takenId = taken && (await make.makeSnapshot({ sourceId: inventory, through, level: taken }));
    if (billId && charged) {
      const until = make.hour(charged.day * DAY);
      await make.makeDelivery({ sourceId: bill, snapshotId: billId, resourceId: charged.id, through: until });
    }
    return [
      ...(billId ? [{ sourceId: bill, snapshotId: billId }] : []),
      ...(takenId ? [{ sourceId: inventory, snapshotId: takenId }] : []),
    ];
  }

  /** The generation of a week over these resources, and of nothing else. */
  async function generate(number: number, resources: Found[], given: Week = {}) {
    const sources = await readWeek(number, given);
    return make.generate({
      resources: resources.map((resource) => make.known({ ...resource, sources })),
      snapshotIds: sources.map(({ snapshotId }) => snapshotId),
      clock: () => make.hour(number * 7 * DAY + 1),
    });
  }

  const findAgain = (number: number, id: string, facts: SomeFacts, given: Week = {}) =>
    generate(number, [{ id, facts }], given);

  /** A resource to be deleted, found in week 1, with a ticket when asked. */
  async function found(given: { ticket?: boolean } = {}) {
    const id = await make.makeResource(`r-${Math.random()}`);
    await findAgain(1, id, { wants_delete: true });
    const lineageId = String((await lineageOf(id)).id);
    const opened = make.hour(8 * DAY);
    const ticketId = given.ticket ? await make.openTicket(lineageId, connectionId, opened) : '';
    return { id, lineageId, ticketId };
  }

  return { inventory, connectionId, generate, findAgain, found };
}

/** The newest lineage of a resource. */
export function lineageOf(resourceId: string, action = 'delete') {
  return database().lineage.findFirstOrThrow({
    where: { resourceId: BigInt(resourceId), action },
    orderBy: { id: 'desc' },
    include: { deeds: { orderBy: { id: 'asc' } } },
  });
}

/** What the monitor would say of a ticket. */
export async function change(ticketId: string, given: Partial<TicketChange> & Pick<TicketChange, 'at'>) {
  await transaction((tx) =>
    applyTicketChange(tx, { ticketId, kind: 'moved', resolution: null, isWontDo: false, ...given }),
  );
}
