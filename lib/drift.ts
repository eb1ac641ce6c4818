/**
 * The three-way comparison of two linked sides: what we hold, what they hold, and what both held when they last
 * agreed. Who moved away from the agreed value is ahead; when both did, and not to the same value, people decide.
 */
export type FieldValue = string | number | boolean | null;
export type Fields = Record<string, FieldValue>;

export type Verdict = 'agree' | 'ours_ahead' | 'theirs_ahead' | 'conflict';

export type FieldDrift = {
  field: string;
  ours: FieldValue;
  theirs: FieldValue;
  agreed: FieldValue | undefined; // undefined: they never agreed
  verdict: Verdict;
};

type Sides = { ours: Fields; theirs: Fields; agreed: Fields };

/** Compares every field that we hold; a field that only they hold is theirs alone and drifts from nothing. */
export function compareThreeWay({ ours, theirs, agreed }: Sides): FieldDrift[] {
  return Object.keys(ours)
    .sort()
    .map((field) => {
      const own = ours[field] ?? null;
      const other = theirs[field] ?? null;
      const last = Object.hasOwn(agreed, field) ? (agreed[field] ?? null) : undefined;
      return { field, ours: own, theirs: other, agreed: last, verdict: judge(own, other, last) };
    });
}

function judge(ours: FieldValue, theirs: FieldValue, agreed: FieldValue | undefined): Verdict {
  if (ours === theirs) return 'agree';
  if (agreed === undefined) return 'conflict';
  if (theirs === agreed) return 'ours_ahead';
  return ours === agreed ? 'theirs_ahead' : 'conflict';
}

/** The worst verdict of a comparison: one conflict makes the whole a conflict. */
export function worstVerdict(drifts: FieldDrift[]): Verdict {
  const order: Verdict[] = ['conflict', 'ours_ahead', 'theirs_ahead'];
  return order.find((verdict) => drifts.some((drift) => drift.verdict === verdict)) ?? 'agree';
}

/** Takes over what only they changed and notes as agreed whatever is now the same on both sides. */
export function adoptTheirs(sides: Sides): { ours: Fields; agreed: Fields; drifts: FieldDrift[] } {
  const ours = { ...sides.ours };
  const agreed = { ...sides.agreed };
  for (const { field, theirs, verdict } of compareThreeWay(sides)) {
    if (verdict !== 'agree' && verdict !== 'theirs_ahead') continue;
    ours[field] = theirs;
    agreed[field] = theirs;
  }
  return { ours, agreed, drifts: compareThreeWay({ ours, theirs: sides.theirs, agreed }) };
}
