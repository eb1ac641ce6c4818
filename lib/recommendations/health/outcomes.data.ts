import type { Transaction } from '@/lib/core/db';
import type { RuleOutcome } from './outcomes';

/** Keeps what each rule came to in a generation, in place of what an earlier attempt at it has left. */
export async function replaceOutcomes(
  tx: Transaction,
  generationId: string,
  outcomes: RuleOutcome[],
): Promise<void> {
  const generation = BigInt(generationId);
  await tx.ruleOutcome.deleteMany({ where: { generationId: generation } });
  await tx.$executeRaw`
    INSERT INTO rule_outcomes (generation_id, rule_version_id, rule_name, recommends, judged, matched, unknown, errors, held_back)
    SELECT ${generation}, * FROM unnest(
      ${outcomes.map(({ ruleVersionId }) => BigInt(ruleVersionId))}::bigint[],
      ${outcomes.map(({ ruleName }) => ruleName)}::text[],
      ${outcomes.map(({ recommends }) => recommends)}::boolean[],
      ${outcomes.map(({ judged }) => judged)}::int[],
      ${outcomes.map(({ matched }) => matched)}::int[],
      ${outcomes.map(({ unknown }) => unknown)}::int[],
      ${outcomes.map(({ errors }) => errors)}::int[],
      ${outcomes.map(({ heldBack }) => heldBack)}::int[])`;
}
