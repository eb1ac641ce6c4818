import { compareAmounts, lesserAmount, subtractAmount } from '@/lib/core/money';
import { bySavings, type Contender, chooseCounted, isExclusive } from './exclusion';

/**
 * What of the savings of one resource counts: in all never more than it costs in cash. Of the actions that exclude each
 * other one counts, and first; the others share what it leaves, the largest first. What was dismissed or withdrawn comes
 * after all that is live, so that a list of any states keeps to the cost.
 */
export type Claim = Contender & {
  action: string;
  isLive: boolean; // open, in progress or closed
  currency: string | null;
  cashCost: string | null; // of the resource, as this lineage was found last
  lastRecommendationId: string; // the newest one says what the resource costs
  goesWith: string | null; // the counted delete of what the resource hangs on
};

export type Counted = {
  lineageId: string;
  counted: string | null; // null where no saving is known
  excludedBy: string | null; // the lineage that counts in its place
};

/** `claims` are of one resource, neither resolved nor verified, in any order. */
export function countSavings(claims: Claim[]): Counted[] {
  const room = new Room(claims);
  const live = claims.filter(({ isLive }) => isLive);
  const goes = live.filter(({ action, goesWith }) => goesWith !== null && action !== 'delete');
  return [
    ...goes.map((claim) => leftOut(claim, claim.goesWith)),
    ...countTier(
      live.filter((claim) => !goes.includes(claim)),
      room,
    ),
    // What nobody is to do has its place taken by nobody.
    ...countTier(
      claims.filter(({ isLive }) => !isLive),
      room,
    ).map((each) => ({ ...each, excludedBy: null })),
  ];
}

function countTier(claims: Claim[], room: Room): Counted[] {
  const chosenId = chooseCounted(claims.filter(({ action }) => isExclusive(action)));
  const chosen = claims.filter(({ lineageId }) => lineageId === chosenId);
  const others = claims.filter(({ action }) => !isExclusive(action)).sort(bySavings);
  const rivals = claims.filter(({ action, lineageId }) => isExclusive(action) && lineageId !== chosenId);
  const counted: Counted[] = [];
  for (const claim of [...chosen, ...others]) {
    const amount = room.take(claim);
    const isLeftOut = isNothing(amount) && !isNothing(claim.monthlySavings);
    const first = isLeftOut ? counted.find((each) => !isNothing(each.counted)) : undefined;
    counted.push({ lineageId: claim.lineageId, counted: amount, excludedBy: first?.lineageId ?? null });
  }
  return [...counted, ...rivals.map((claim) => leftOut(claim, chosenId))];
}

function leftOut({ lineageId, monthlySavings }: Claim, by: string | null): Counted {
  return { lineageId, counted: monthlySavings === null ? null : '0', excludedBy: by };
}

const isNothing = (amount: string | null) => amount === null || compareAmounts(amount, '0') <= 0;

/** What a resource costs in cash, a currency at a time, and what is left of it. */
class Room {
  private readonly left = new Map<string, string>();

  constructor(claims: Claim[]) {
    const newestLast = [...claims].sort((one, other) =>
      BigInt(one.lastRecommendationId) < BigInt(other.lastRecommendationId) ? -1 : 1,
    );
    for (const { currency, cashCost } of newestLast) {
      if (currency !== null && cashCost !== null) this.left.set(currency, cashCost);
    }
  }

  /** What of a saving there is still room for; all of it where the cost was never known. */
  take({ monthlySavings, currency }: Claim): string | null {
    if (monthlySavings === null) return null;
    const left = currency === null ? undefined : this.left.get(currency);
    if (currency === null || left === undefined) return monthlySavings;
    const counted = lesserAmount(monthlySavings, left);
    if (isNothing(counted)) return '0';
    this.left.set(currency, subtractAmount(left, counted));
    return counted;
  }
}

/** A verified lineage of a resource: from the first move of its ticket to the last day that was measured. */
export type VerifiedClaim = { lineageId: string; cash: string | null; from: Date; through: Date };

/**
 * Which verified lineages of one resource measured the same change of its bill, and which one counts for them: the
 * largest measured, of equals the oldest. Null: it counts itself.
 */
export function countVerified(claims: VerifiedClaim[]): Map<string, string | null> {
  const kept: VerifiedClaim[] = [];
  const excluded = new Map<string, string | null>();
  const ordered = [...claims].sort((one, other) =>
    bySavings(
      { lineageId: one.lineageId, monthlySavings: one.cash },
      { lineageId: other.lineageId, monthlySavings: other.cash },
    ),
  );
  for (const claim of ordered) {
    const same = kept.find((each) => each.from <= claim.through && claim.from <= each.through);
    if (!same) kept.push(claim);
    excluded.set(claim.lineageId, same?.lineageId ?? null);
  }
  return excluded;
}
