import { randomUUID } from 'node:crypto';
import { readConnection } from '@/lib/connections/data';
import type { Transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { closeAttempt, intendEffect, openAttempt, settleByPerson } from '@/lib/effects/data';
import { insertTicket, lockTickets } from './data';
import type { IssueFacts } from './jira.schema';

export type Adoption = {
  lineageId: string;
  incarnation: number;
  owner: string | null;
  connectionId: string;
  facts: IssueFacts;
  by: string;
};

/**
 * Makes an issue that people opened themselves the ticket of a lineage. It goes through the ledger as if it had been
 * opened, under the key of the opening: a distribution that is about to open one finds that it is done. Returns the
 * ticket's id. Throws `conflict` while an opening is under way or in doubt, `invalid_input` for an issue that is taken.
 */
export async function adoptIssue(tx: Transaction, adoption: Adoption): Promise<string> {
  const { lineageId, incarnation, owner, connectionId, facts, by } = adoption;
  const subject = `lineage:${lineageId}`;
  const taken = await lockTickets(tx, connectionId, [facts.externalId]);
  if (taken.size > 0) {
    const message = `${facts.key} is the ticket of a recommendation already`;
    throw new AppError('invalid_input', message, { errors: [{ path: 'issueKey', message }] });
  }
  const effect = await intendEffect(tx, {
    key: `ticket.create:${lineageId}:${incarnation}`,
    kind: 'ticket.create',
    subject,
    connectionId,
    payload: { lineageId, projectKey: facts.projectKey, owner, fields: {}, knownKey: null },
  });
  const isSettled = await settleByPerson(tx, effect, { event: 'link', result: facts });
  if (!isSettled) throw new AppError('conflict', 'its ticket is being opened at this moment; look again');
  const token = randomUUID();
  await openAttempt(tx, effect.id, token, 'answer');
  await closeAttempt(tx, token, { outcome: 'confirmed', detail: `${by} linked ${facts.key}` });
  const { baseUrl } = await readConnection(tx, connectionId);
  return insertTicket(tx, { connectionId, baseUrl, subject, owner, facts });
}
