import { type Clock, systemClock } from '@/lib/core/clock';
import { transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { recordAudit } from '@/lib/people/audit.data';
import type { Actor } from '@/lib/people/schema';
import { checksumOf } from '@/lib/rules/data';
import { requireDraft } from '@/lib/rules/editing/accept';
import { publishDraft } from '@/lib/rules/editing/commands';
import { lockSet } from '@/lib/rules/editing/data';
import { findDraft } from '@/lib/rules/editing/drafts.data';
import type { PublishedVersion, PublishInput } from '@/lib/rules/editing/schema';
import { parseRuleSet } from '@/lib/rules/parse';
import { startRun } from '@/lib/runs/commands';
import { secondOpinionChecks } from '../second-opinion';
import * as data from './data';
import { limitsCheck } from './limits';
import { BACKTEST, type RequestBacktestInput, type RequestedBacktest } from './schema';

type By = { actor: Actor; clock?: Clock };

/**
 * Asks for a backtest of a draft as it is saved. Throws `not_found`, `conflict` when it was saved since `revision`, and
 * `invalid_input` with the places when its text is wrong, or for a set that judges no resources.
 */
export async function requestBacktest({
  actor,
  clock = systemClock,
  slug,
  number,
  revision,
  weeks,
}: By & RequestBacktestInput): Promise<RequestedBacktest> {
  return transaction(async (tx) => {
    const { id: ruleSetId, currentVersion } = await lockSet(tx, slug);
    const seen = revision ?? (await findDraft(tx, { ruleSetId, number }))?.revision ?? 0;
    const draft = await requireDraft(tx, { ruleSetId, slug, number, revision: seen });
    refuseUntestable(draft.yaml, slug);
    const checksum = checksumOf(draft.yaml);
    const id = await data.insertBacktest(tx, {
      ...{ ruleSetId, draftNumber: number, draftRevision: draft.revision, againstVersion: currentVersion },
      ...{ yaml: draft.yaml, checksum, weeks: weeks ?? null, askedAt: clock(), askedBy: actor.name },
    });
    const run = { graph: BACKTEST, input: { backtestId: id }, actor, trigger: 'deed' };
    const { runId } = await startRun(tx, run);
    await data.setRun(tx, id, runId);
    await recordAudit(tx, actor, {
      action: 'rule_set.backtest_requested',
      subject: { kind: 'rule_set', id: String(ruleSetId) },
      after: { slug, draft: number, revision: draft.revision, checksum, weeks: weeks ?? null, backtest: id },
    });
    return { id, runId };
  });
}

function refuseUntestable(yaml: string, slug: string): void {
  const parsed = parseRuleSet(yaml, { named: slug });
  if (!parsed.ok) throw new AppError('invalid_input', 'The rules are not valid.', { errors: parsed.errors });
  if (parsed.set.domain === 'finops') return;
  throw new AppError(
    'invalid_input',
    `A backtest judges resources by stored readings; sets of the domain ${parsed.set.domain} judge something else.`,
  );
}

/**
 * Publishes a draft as `publishDraft` does, within the limits that its text declares. Throws `conflict` where they are
 * exceeded or nothing is known of them, unless an administrator gives a reason: `overrideReason`; and `engines_disagree`
 * where json-rules-engine judges one of its rules otherwise, over a sample of real resources.
 */
export async function publishWithinLimits({
  actor,
  overrideReason,
  clock = systemClock,
  ...deed
}: By & PublishInput): Promise<PublishedVersion> {
  const opinion = await secondOpinionChecks({ ...deed, now: clock() });
  const checks = [limitsCheck(actor, overrideReason), ...opinion];
  return publishDraft({ ...deed, actor, clock, checks });
}
