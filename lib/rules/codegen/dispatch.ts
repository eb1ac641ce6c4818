import type { Slot } from './fields';
import type { Logic } from './logic';

/** A rule with its condition ready; `code` is four times its number in the set, to which its truth is added. */
export type Judged = { code: number; isAssert: boolean; logic: Logic };

/** A rule that can only match for some texts of one fact, and what else it asks. */
type Bound = { judged: Judged; classes: number[]; rest: Logic[] };

/** Rules told apart by one fact: by its class, those that may match. Where it is no text, all are asked. */
export type Dispatch = { slot: Slot; cases: Map<number, { judged: Judged; rest: Logic[] }[]>; all: Judged[] };

/** A rule for more texts than this is asked whatever the fact says. */
const MOST_CLASSES = 8;
const LEAST_RULES = 8;
const LEAST_CLASSES = 3;
const MOST_DISPATCHES = 4;

/** Splits rules into those that one fact tells apart, for as many facts as pay, and the others. */
export function dispatch(rules: Judged[]): { dispatches: Dispatch[]; others: Judged[] } {
  const dispatches: Dispatch[] = [];
  let others = rules;
  while (dispatches.length < MOST_DISPATCHES) {
    const best = mostTelling(others);
    if (!best) break;
    const bound = others.flatMap((judged) => bind(judged, best) ?? []);
    const taken = new Set(bound.map(({ judged }) => judged));
    dispatches.push({ slot: best, cases: casesOf(bound), all: [...taken] });
    others = others.filter((judged) => !taken.has(judged));
  }
  return { dispatches, others };
}

/** The fact by which most rules are told apart. */
function mostTelling(rules: Judged[]): Slot | undefined {
  const tallies = new Map<Slot, { rules: number; classes: Set<number> }>();
  for (const judged of rules) {
    for (const slot of new Set(
      (judged.logic.parts ?? [judged.logic]).flatMap(({ about }) => about?.slot ?? []),
    )) {
      const bound = bind(judged, slot);
      if (!bound) continue;
      const tally = tallies.get(slot) ?? { rules: 0, classes: new Set() };
      tally.rules += 1;
      for (const index of bound.classes) tally.classes.add(index);
      tallies.set(slot, tally);
    }
  }
  const telling = [...tallies].filter(
    ([, tally]) => tally.rules >= LEAST_RULES && tally.classes.size >= LEAST_CLASSES,
  );
  return telling.sort(([, one], [, other]) => other.rules - one.rules)[0]?.[0];
}

/** The part that binds a rule to some texts of a fact: true for them, false for every other text. */
function bind(judged: Judged, slot: Slot): Bound | undefined {
  if (judged.isAssert) return undefined;
  const parts = judged.logic.parts ?? [judged.logic];
  for (const part of parts) {
    if (part.about?.slot !== slot) continue;
    const { classes } = slot;
    const yes = classes.having(part.about.test, true);
    if (yes.length === 0 || yes.length > MOST_CLASSES) continue;
    const { texts } = classes;
    if (!yes.every((index) => texts.has(index))) continue;
    const no = classes.having(part.about.test, false).filter((index) => texts.has(index));
    // Of some text it must not be unknown: `kind in ['lb', 5]` is, of any other text.
    if (yes.length + no.length < texts.size) continue;
    return { judged, classes: yes, rest: parts.filter((other) => other !== part) };
  }
  return undefined;
}

function casesOf(bound: Bound[]): Dispatch['cases'] {
  const cases: Dispatch['cases'] = new Map();
  for (const { judged, classes, rest } of bound) {
    for (const index of classes) {
      const rules = cases.get(index);
      if (rules) rules.push({ judged, rest });
      else cases.set(index, [{ judged, rest }]);
    }
  }
  return cases;
}
