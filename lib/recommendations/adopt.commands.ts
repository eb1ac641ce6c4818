import { transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { recordAudit } from '@/lib/people/audit.data';
import type { Actor } from '@/lib/people/schema';
import { adoptIssue } from '@/lib/tickets/adopt';
import { readIssueNamed } from '@/lib/tickets/commands';
import { mapTicket } from './commands';
import { lockLineage } from './lineages.data';
import { beginIncarnation, readTicketing } from './map.data';

type Adopting = { actor: Actor; id: string; connectionId: string; issueKey: string };

/**
 * Ties a recommendation without a ticket to an issue that people opened themselves. Throws `not_found`, `conflict`
 * when it has a ticket or one is being opened, `invalid_input` for an issue that is not there or is taken.
 */
export async function adoptTicket({
  actor,
  id,
  connectionId,
  issueKey,
}: Adopting): Promise<{ ticketId: string }> {
  const facts = await readIssueNamed(connectionId, issueKey);
  return transaction(async (tx) => {
    const lineage = await lockLineage(tx, id);
    if (!lineage) throw new AppError('not_found', `there is no recommendation ${id}`);
    if (lineage.hasTicket) throw new AppError('conflict', `recommendation ${id} has a ticket`);
    const { hadTicket, owner, incarnation } = await readTicketing(tx, id);
    // In place of an issue that was deleted it is another opening, with a key of its own.
    const next = hadTicket ? ((await beginIncarnation(tx, id)) ?? incarnation) : incarnation;
    const opening = { lineageId: id, incarnation: next, owner, connectionId, facts, by: actor.name };
    const ticketId = await adoptIssue(tx, opening);
    await mapTicket(tx, { lineageId: id, ticketId });
    await recordAudit(tx, actor, {
      action: 'recommendation.ticket_adopted',
      subject: { kind: 'recommendation', id },
      before: { ticketId: null, key: null },
      after: { ticketId, key: facts.key },
    });
    return { ticketId };
  });
}
