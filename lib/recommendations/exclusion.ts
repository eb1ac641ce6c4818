import { compareAmounts } from '@/lib/core/money';

/** Done to one resource, each of these makes the others pointless. */
export const EXCLUSIVE_ACTIONS = ['delete', 'stop', 'resize', 'migrate'] as const;

const EXCLUSIVE: ReadonlySet<string> = new Set(EXCLUSIVE_ACTIONS);

export function isExclusive(action: string): boolean {
  return EXCLUSIVE.has(action);
}

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
  return bySavings(left, right);
}

/** The largest saving first, an unknown one last; of equals the oldest. */
export function bySavings(
  left: Pick<Contender, 'lineageId' | 'monthlySavings'>,
  right: Pick<Contender, 'lineageId' | 'monthlySavings'>,
): number {
  const order = compareAmounts(right.monthlySavings ?? '-1', left.monthlySavings ?? '-1');
  return order === 0 ? compareIds(left.lineageId, right.lineageId) : order;
}

function compareIds(left: string, right: string): number {
  const [one, other] = [BigInt(left), BigInt(right)];
  return one === other ? 0 : one < other ? -1 : 1;
}
