import type { Transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { type EffectRow, intendEffect } from '@/lib/effects/data';
import { lockTickets, writeReading } from './data';
import { type Deed, type Desk, deferredBy, reopenPayload, stuckHook } from './deed';
import type { JiraSite } from './jira';
import type { IssueFacts, Transition } from './jira.schema';
import { readIssue, readTransitions, transitionIssue } from './jira-calls';
import { readTicket } from './monitor';
import { backoffOf } from './timing';

/** Moving a closed issue back to open work. It is known by its value: an issue that is open needs no move. */
export function reopenDeed(desk: Desk): Deed<IssueFacts> {
  const { site, hooks, timing } = desk;
  return {
    async send(effect) {
      const { externalId } = reopenPayload.parse(effect.payload);
      let chosen: Transition | null;
      try {
        const issue = await readIssue(site, externalId, 1);
        if (!issue) return { kind: 'rejected', detail: 'the issue is gone or we may not see it' };
        if (issue.facts.statusCategory !== 'done') return { kind: 'confirmed', result: issue.facts };
        chosen = chooseReopening(await readTransitions(site, externalId));
        if (!chosen) return { kind: 'rejected', detail: `no transition leads out of ${issue.facts.status}` };
      } catch (error) {
        return deferredBy(error, timing, effect.attempts);
      }
      const written = await transitionIssue(site, externalId, chosen.id, effect.attempts);
      if (written.kind === 'rejected' && written.status === 409) {
        // Somebody else is changing the issue at this moment; Jira did nothing.
        const afterMs = backoffOf(timing, effect.attempts, Math.random());
        return { ...written, kind: 'deferred', afterMs };
      }
      if (written.kind !== 'done') return written;
      const moved = await readAfter(site, externalId);
      if (moved) return { kind: 'confirmed', result: moved, status: written.status };
      return { kind: 'uncertain', detail: 'moved, but it could not be read since', status: written.status };
    },

    async find(effect) {
      const { externalId } = reopenPayload.parse(effect.payload);
      const issue = await readIssue(site, externalId);
      if (!issue) return { kind: 'unproven', detail: 'the issue is gone or we may not see it' };
      const { key, status, statusCategory } = issue.facts;
      if (statusCategory === 'done') return { kind: 'absent', detail: `${key} is still ${status}` };
      return { kind: 'found', result: issue.facts, detail: `${key} is ${status}` };
    },

    // Our own move is written here, so the monitor will find nothing new in it: no echo.
    async onConfirmed(tx, facts, effect) {
      const known = (await lockTickets(tx, effect.connectionId, [facts.externalId])).get(facts.externalId);
      const reading = known ? readTicket(known, facts) : null;
      if (known && reading) await writeReading(tx, known, reading, site.connection.baseUrl);
      await intendItsComment(tx, effect);
    },
    onStuck: stuckHook(hooks),
  };
}

/** What happened is told in a comment of the same sequence, intended here so that no crash can lose it. */
async function intendItsComment(
  tx: Transaction,
  { key, subject, connectionId, payload }: EffectRow,
): Promise<void> {
  const { comment, ...about } = reopenPayload.parse(payload);
  const kind = 'ticket.comment';
  const commentKey = key.replace(/^ticket\.reopen:/, `${kind}:`);
  await intendEffect(tx, { key: commentKey, kind, subject, connectionId, payload: { ...about, ...comment } });
}

/** To a status not begun where there is one, else to one in progress. */
function chooseReopening(transitions: Transition[]): Transition | null {
  const to = (category: string) => transitions.find(({ to: next }) => next.statusCategory.key === category);
  return to('new') ?? to('indeterminate') ?? null;
}

async function readAfter(site: JiraSite, externalId: string): Promise<IssueFacts | null> {
  const issue = await readIssue(site, externalId, 1).catch((error: unknown) => {
    if (error instanceof AppError) return null; // the look-up will read it
    throw error;
  });
  return issue && issue.facts.statusCategory !== 'done' ? issue.facts : null;
}
