import type { Transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import type { Actor } from '@/lib/people/schema';
import type { Publication, PublicationCheck } from '@/lib/rules/editing/publication';
import { parseRuleSet } from '@/lib/rules/parse';
import type { PublicationLimits } from '@/lib/rules/schema';
import { latestOfText } from './data';

/** A limit that a text goes beyond; `found` null: no backtest of it says. */
export type Exceeded = { limit: 'new_tickets' | 'share'; allowed: number; found: number | null };

type Found = { newTickets: number; resources: number };

/** Which of its own limits a text exceeds by what its latest backtest found. */
export function exceeded(limits: PublicationLimits, found: Found | null): Exceeded[] {
  const newTickets = found ? found.newTickets : null;
  const share = found ? found.newTickets / Math.max(1, found.resources) : null;
  const all = [
    { limit: 'new_tickets' as const, allowed: limits.newTickets, found: newTickets },
    { limit: 'share' as const, allowed: limits.share, found: share },
  ];
  return all.flatMap(({ limit, allowed, found: reached }) =>
    allowed === undefined || (reached !== null && reached <= allowed)
      ? []
      : [{ limit, allowed, found: reached }],
  );
}

/** The limits that a set declares for its own publication, judged by the latest backtest of exactly this text. */
export function limitsCheck(actor: Actor, overrideReason: string | undefined): PublicationCheck {
  return async (tx, publication) => {
    const limits = limitsIn(publication);
    if (!limits) return {};
    const { latest, over } = await judge(tx, publication, limits);
    if (over.length === 0) return {};
    const words = latest ? over.map(wordsOf).join(' ') : UNTESTED;
    if (overrideReason === undefined) throw refusal('conflict', `${words} ${HOW_ELSE}`);
    if (actor.role !== 'admin') {
      throw refusal('forbidden', `${words} Only an administrator publishes over the limits of a set.`);
    }
    const told = { reason: overrideReason, by: actor.name, exceeded: over, backtestId: latest?.id ?? null };
    return { kept: { limitsOverride: told }, told: { overrideReason, exceeded: words } };
  };
}

function limitsIn({ yaml }: Publication): PublicationLimits | undefined {
  const parsed = parseRuleSet(yaml);
  return parsed.ok ? parsed.set.limits : undefined;
}

/** What was tried against an older version says nothing of what is published now. */
async function judge(
  tx: Transaction,
  { ruleSetId, checksum, currentVersion }: Publication,
  limits: PublicationLimits,
) {
  const newest = await latestOfText(tx, { ruleSetId, checksum });
  const latest = newest?.againstVersion === currentVersion ? newest : null;
  return { latest, over: exceeded(limits, latest) };
}

const UNTESTED =
  'The set declares limits, and no backtest of exactly this text is done: run a backtest first.';
const HOW_ELSE = 'Nothing was published. An administrator can publish over it, with a reason.';

function refusal(code: 'conflict' | 'forbidden', message: string): AppError {
  return new AppError(code, message, { errors: [{ path: 'limits', message }] });
}

function wordsOf({ limit, allowed, found }: Exceeded): string {
  if (limit === 'new_tickets') {
    return `It would open ${found} tickets that the published version does not; the set allows ${allowed}.`;
  }
  return `It would open new tickets for ${percent(found ?? 0)} of all resources; the set allows ${percent(allowed)}.`;
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}
