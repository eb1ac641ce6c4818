import { randomUUID } from 'node:crypto';
import { openConnection, readConnection } from '@/lib/connections/data';
import { database, type Transaction, transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { closeAttempt, type EffectRow, findEffect, openAttempt, settleByPerson } from '@/lib/effects/data';
import { moveEffect } from '@/lib/effects/moves';
import type { EffectState } from '@/lib/effects/schema';
import { recordAudit } from '@/lib/people/audit.data';
import type { Actor } from '@/lib/people/schema';
import { findTicket, insertTicket, lockTickets, repointTicket } from './data';
import { createPayload, lineageOf, type TicketHooks } from './deed';
import { jiraSite } from './jira';
import type { IssueFacts } from './jira.schema';
import { readIssue } from './jira-calls';
import { isWontDo } from './monitor';
import type { EffectAnswer, TicketChange } from './schema';
import { TICKET_TIMING } from './timing';

type Answering = {
  actor: Actor;
  effectId: string;
  answer: EffectAnswer;
  onTicketOpened: TicketHooks['onTicketOpened'];
};

/**
 * A person's answer about an effect that is parked or was rejected: the issue it became, or leave to send it (again).
 * Throws `not_found`, `conflict` when nobody is asked any more, `invalid_input` for an issue that cannot be linked.
 */
export async function answerEffect({ actor, effectId, answer, onTicketOpened }: Answering): Promise<{
  state: EffectState;
}> {
  const effect = await findEffect(database(), effectId);
  if (!effect) throw new AppError('not_found', `there is no effect ${effectId}`);
  const event = answer.kind === 'link' ? 'link' : 'allow';
  const state = moveEffect(effect.state, event);
  const facts = answer.kind === 'link' ? await issueToLink(effect, answer.issueKey) : null;
  await transaction(async (tx) => {
    const settlement = { event, ...(facts ? { result: facts } : {}) } as const;
    if (!(await settleByPerson(tx, effect, settlement))) {
      throw new AppError('conflict', 'this was answered or settled meanwhile');
    }
    const detail = facts ? `${actor.name} linked ${facts.key}` : `${actor.name} lets it be sent`;
    await noteAnswer(tx, effectId, state, detail);
    if (facts) await linkIssue(tx, effect, facts, onTicketOpened);
    await recordAudit(tx, actor, {
      action: 'effect.answered',
      subject: { kind: 'effect', id: effectId },
      before: { state: effect.state, key: effect.key },
      after: { state, ...answer },
    });
  });
  return { state };
}

async function noteAnswer(
  tx: Transaction,
  effectId: string,
  state: EffectState,
  detail: string,
): Promise<void> {
  const token = randomUUID();
  await openAttempt(tx, effectId, token, 'answer');
  await closeAttempt(tx, token, { outcome: state, detail });
}

async function issueToLink(effect: EffectRow, issueKey: string): Promise<IssueFacts> {
  if (effect.kind !== 'ticket.create')
    throw unfit(`only a ticket that was to be opened can be linked to an issue`);
  return readIssueNamed(effect.connectionId, issueKey);
}

/** The issue of that key as the tracker shows it. Throws `invalid_input` where it shows none. */
export async function readIssueNamed(connectionId: string, issueKey: string): Promise<IssueFacts> {
  const connection = await openConnection(database(), connectionId);
  const issue = await readIssue(jiraSite(connection, { timing: TICKET_TIMING }), issueKey, 1);
  if (issue) return issue.facts;
  throw unfit(`${connection.name} shows ${connection.account} no issue ${issueKey}`);
}

async function linkIssue(
  tx: Transaction,
  effect: EffectRow,
  facts: IssueFacts,
  onTicketOpened: TicketHooks['onTicketOpened'],
): Promise<void> {
  const { connectionId, subject } = effect;
  const lineageId = lineageOf(effect);
  await refuseTaken(tx, connectionId, facts, subject);
  const { owner } = createPayload.parse(effect.payload);
  const { baseUrl } = await readConnection(tx, connectionId);
  const ticketId = await insertTicket(tx, { connectionId, baseUrl, subject, owner, facts });
  await onTicketOpened(tx, { lineageId, ticketId });
}

/** An issue stands for one lineage only. */
async function refuseTaken(
  tx: Transaction,
  connectionId: string,
  facts: IssueFacts,
  subject: string | null,
): Promise<void> {
  const taken = (await lockTickets(tx, connectionId, [facts.externalId])).get(facts.externalId);
  if (!taken) return;
  const other = await findTicket(tx, taken.id);
  if (other.subject !== subject) throw unfit(`${facts.key} is the ticket of another recommendation`);
}

type Relinking = {
  actor: Actor;
  ticketId: string;
  issueKey: string;
  onTicketChange(tx: Transaction, change: TicketChange): Promise<void>;
};

/** Points a ticket at another issue of its tracker, such as the one that replaced a deleted issue. */
export async function relinkTicket({ actor, ticketId, issueKey, onTicketChange }: Relinking): Promise<void> {
  const before = await findTicket(database(), ticketId);
  const facts = await readIssueNamed(before.connectionId, issueKey);
  await transaction(async (tx) => {
    await lockTickets(tx, before.connectionId, [before.externalId]);
    const known = await findTicket(tx, ticketId);
    if (facts.externalId !== known.externalId) {
      const others = await lockTickets(tx, known.connectionId, [facts.externalId]);
      if (others.size > 0) throw unfit(`${facts.key} is the ticket of another recommendation`);
    }
    const { baseUrl } = await readConnection(tx, known.connectionId);
    await repointTicket(tx, ticketId, facts, baseUrl);
    const isChanged = known.deletedAt !== null || facts.statusCategory !== known.statusCategory;
    if (isChanged) await onTicketChange(tx, changeBetween(known, facts));
    await recordAudit(tx, actor, {
      action: 'ticket.relinked',
      subject: { kind: 'ticket', id: ticketId },
      before: { key: known.key },
      after: { key: facts.key },
    });
  });
}

function changeBetween(known: Awaited<ReturnType<typeof findTicket>>, facts: IssueFacts): TicketChange {
  return {
    ticketId: known.id,
    at: new Date(facts.updatedAt),
    kind: known.deletedAt === null ? 'moved' : 'restored',
    from: known.statusCategory,
    to: facts.statusCategory,
    resolution: facts.resolution,
    isWontDo: isWontDo(facts),
  };
}

function unfit(message: string): AppError {
  return new AppError('invalid_input', message, { errors: [{ path: 'issueKey', message }] });
}
