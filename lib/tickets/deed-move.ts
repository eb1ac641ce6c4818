import type { Transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { type EffectRow, intendEffect } from '@/lib/effects/data';
import { lockTickets, writeReading } from './data';
import { type Deed, type Desk, deferredBy, movePayload, stuckHook } from './deed';
import type { JiraSite } from './jira';
import type { IssueFacts, Transition } from './jira.schema';
import { readIssue, readTransitions, transitionIssue } from './jira-calls';
import { readTicket } from './monitor';
import type { StatusCategory } from './schema';
import { backoffOf } from './timing';

/** Where an issue is to be. It is known by its value: one that is there needs no move. */
type Goal = {
  isThere(category: StatusCategory): boolean;
  choose(transitions: Transition[]): Transition | null;
  noWay(status: string): string;
};

/** Back to open work: to a status not begun where there is one, else to one in progress. */
const OPEN: Goal = {
  isThere: (category) => category !== 'done',
  choose: (transitions) => leadingTo(transitions, 'new') ?? leadingTo(transitions, 'indeterminate'),
  noWay: (status) => `no transition leads out of ${status}`,
};

const CLOSED: Goal = {
  isThere: (category) => category === 'done',
  choose: (transitions) => leadingTo(transitions, 'done'),
  noWay: (status) => `no transition leads from ${status} to a closed status`,
};

export const reopenDeed = (desk: Desk): Deed<IssueFacts> => moveDeed(desk, OPEN);

/** Closes the issue of two that stand for one thing. */
export const closeDeed = (desk: Desk): Deed<IssueFacts> => moveDeed(desk, CLOSED);

function moveDeed(desk: Desk, goal: Goal): Deed<IssueFacts> {
  const { site, hooks, timing } = desk;
  return {
    async send(effect) {
      const { externalId } = movePayload.parse(effect.payload);
      let chosen: Transition | null;
      try {
        const issue = await readIssue(site, externalId, 1);
        if (!issue) return { kind: 'rejected', detail: 'the issue is gone or we may not see it' };
        if (goal.isThere(issue.facts.statusCategory)) return { kind: 'confirmed', result: issue.facts };
        chosen = goal.choose(await readTransitions(site, externalId));
        if (!chosen) return { kind: 'rejected', detail: goal.noWay(issue.facts.status) };
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
      const moved = await readAfter(site, externalId, goal);
      if (moved) return { kind: 'confirmed', result: moved, status: written.status };
      return { kind: 'uncertain', detail: 'moved, but it could not be read since', status: written.status };
    },

    async find(effect) {
      const { externalId } = movePayload.parse(effect.payload);
      const issue = await readIssue(site, externalId);
      if (!issue) return { kind: 'unproven', detail: 'the issue is gone or we may not see it' };
      const { key, status, statusCategory } = issue.facts;
      if (!goal.isThere(statusCategory)) return { kind: 'absent', detail: `${key} is still ${status}` };
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
  const { comment, ...about } = movePayload.parse(payload);
  const kind = 'ticket.comment';
  const commentKey = key.replace(/^ticket\.(?:reopen|close):/, `${kind}:`);
  await intendEffect(tx, { key: commentKey, kind, subject, connectionId, payload: { ...about, ...comment } });
}

function leadingTo(transitions: Transition[], category: StatusCategory): Transition | null {
  return transitions.find(({ to }) => to.statusCategory.key === category) ?? null;
}

async function readAfter(site: JiraSite, externalId: string, goal: Goal): Promise<IssueFacts | null> {
  const issue = await readIssue(site, externalId, 1).catch((error: unknown) => {
    if (error instanceof AppError) return null; // the look-up will read it
    throw error;
  });
  return issue && goal.isThere(issue.facts.statusCategory) ? issue.facts : null;
}
