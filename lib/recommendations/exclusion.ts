import { compareAmounts } from '@/lib/core/money';

/** Done to one resource, each of these makes the others pointless. */
export const EXCLUSIVE_ACTIONS = ['delete', 'stop', 'resize', 'migrate'] as const;

/** A live lineage of one resource with one of the exclusive actions. */
export type Contender = {
  lineageId: string;
  monthlySavings: string | null;
  hasOpenTicket: boolean;
};

/**
 * Which of a resource's exclusive lineages counts and gets a ticket: the one whose ticket is open already, else the
 * largest saving; of equals the oldest. Null where there is none.
 */
export function chooseCounted(contenders: Contender[]): string | null {
  const [best] = [...contenders].sort(byPrecedence);
  return best?.lineageId ?? null;
}

function byPrecedence(left: Contender, right: Contender): number {
  if (left.hasOpenTicket !== right.hasOpenTicket) return left.hasOpenTicket ? -1 : 1;
  const bySavings = compareAmounts(right.monthlySavings ?? '-1', left.monthlySavings ?? '-1');
  return bySavings === 0 ? Number(BigInt(left.lineageId) - BigInt(right.lineageId)) : bySavings;
}
