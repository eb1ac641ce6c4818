import type { Transaction } from '@/lib/core/db';
import { compileRuleSet } from '@/lib/rules/compile';
import { versionsById } from '@/lib/rules/data';
import { parseRuleSet } from '@/lib/rules/parse';
import { whyTreeSchema } from '@/lib/rules/schema';
import { placeResource } from './recommend';
import { insertFrozenWhy } from './ticket-why.data';
import { explainOver } from './why';
import { type LastFinding, readKnown, readLastFinding } from './why.data';
import type { WhyView } from './why.schema';

/**
 * Keeps why a ticket was opened, as the generation that found it last saw it: rules change and readings go, and whoever
 * opens the ticket later still finds on what grounds. Never stands in the way of a ticket that is open already.
 */
export async function freezeWhy(
  tx: Transaction,
  { lineageId, ticketId, at }: { lineageId: string; ticketId: string; at: Date },
): Promise<void> {
  const found = await readLastFinding(tx, lineageId);
  if (!found) return;
  const why = (await explainAgain(tx, found)) ?? asFound(found);
  if (why) await insertFrozenWhy(tx, { ...found, ticketId, frozenAt: at, why });
}

/** By the same rule over the same readings at the same moment; null where one of them is gone. */
async function explainAgain(tx: Transaction, found: LastFinding): Promise<WhyView | null> {
  const { resourceId, snapshotIds, judgedAt: now, owner, environment, ruleName } = found;
  const [version] = await versionsById(tx, [found.ruleVersionId]);
  const parsed = version && parseRuleSet(version.yaml);
  if (!parsed?.ok || !parsed.set.rules.some(({ name }) => name === ruleName)) return null;
  const { facts, readings } = await readKnown(tx, resourceId, { snapshotIds, now });
  if (!facts) return null;
  const resource = placeResource(facts, { owner, environment });
  return explainOver(compileRuleSet(parsed.set), ruleName, { resource, readings, now });
}

/** What the recommendation itself keeps: the tree, without where its facts are from. */
function asFound({ ruleName, why }: LastFinding): WhyView | null {
  const tree = whyTreeSchema.safeParse(why);
  if (!tree.success) return null;
  const { verdict, sentence, node } = tree.data;
  return {
    ...{
      rule: ruleName,
      title: null,
      isEnabled: true,
      verdict,
      sentence,
      tree: node ?? null,
      hiddenBy: null,
    },
    ...{ facts: [], unknown: [], nearMisses: [], flip: null },
  };
}
