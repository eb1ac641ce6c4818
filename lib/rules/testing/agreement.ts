import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { compileRuleSet } from '../compile';
import { askSecondOpinion } from '../jre/second-opinion';
import { parseRuleSet } from '../parse';
import type { Facts, RuleSet } from '../schema';
import { factsArbitrary, setArbitrary } from './sets';

/** What was compared, so that a run which compared nothing can be told from one that agreed. */
export type Agreement = {
  pairs: number; // a rule set and facts
  matched: number; // of them those in which a rule matched
  unknown: number; // and those in which one could not be told
  judged: number; // conditions that json-rules-engine judged too
};

const NOW = new Date('2026-11-20T00:00:00Z');
/** A set is parsed and compiled once for as many facts. */
const FACTS_OF_A_SET = 10;

/**
 * Holds the engines against each other over `pairs` rule sets and facts: the generated function against the closures in
 * everything an evaluation says, and both against json-rules-engine in each condition that it can judge. Throws with
 * the smallest set and facts on which they part.
 */
export async function checkAgreement({ pairs, seed }: { pairs: number; seed?: number }): Promise<Agreement> {
  const counted: Agreement = { pairs: 0, matched: 0, unknown: 0, judged: 0 };
  const given = fc.array(factsArbitrary, { minLength: FACTS_OF_A_SET, maxLength: FACTS_OF_A_SET });
  await fc.assert(
    fc.asyncProperty(setArbitrary, given, async (file, rows) => {
      const set = parsed(file);
      compareOurs(set, rows, counted);
      await compareTheirs(set, rows, counted);
    }),
    { numRuns: Math.ceil(pairs / FACTS_OF_A_SET), ...(seed === undefined ? {} : { seed }) },
  );
  return counted;
}

function parsed(file: Facts): RuleSet {
  const result = parseRuleSet(JSON.stringify(file));
  if (result.ok) return result.set;
  throw new Error(`the generator made a set that is none: ${JSON.stringify(result.errors)}`);
}

function compareOurs(set: RuleSet, rows: Facts[], counted: Agreement): void {
  const reference = compileRuleSet(set, { engine: 'closures' });
  const generated = compileRuleSet(set, { engine: 'generated' });
  for (const [index, facts] of rows.entries()) {
    const options = { now: NOW, explain: index === 0 };
    const before = structuredClone(facts);
    const expected = reference.evaluate(facts, options);
    const found = generated.evaluate(facts, options);
    if (!isDeepStrictEqual(found, expected)) throw parting('generated', found, expected);
    if (!isDeepStrictEqual(facts, before))
      throw new Error('an evaluation changed the facts that it was given');
    counted.pairs += 1;
    if (expected.matched.length > 0) counted.matched += 1;
    if (expected.unknown.length > 0) counted.unknown += 1;
  }
}

function parting(engine: string, found: unknown, expected: unknown): Error {
  return new Error(`${engine} says ${JSON.stringify(found)}\nclosures say ${JSON.stringify(expected)}`);
}

async function compareTheirs(set: RuleSet, rows: Facts[], counted: Agreement): Promise<void> {
  const resources = rows.map((facts, index) => ({ resourceId: String(index), facts }));
  // Of ours the closures: what the generated function says is held against them above.
  const { disagreements, compared } = await askSecondOpinion(set, resources, {
    now: NOW,
    engine: 'closures',
  });
  const [first] = disagreements;
  if (first) {
    const { rule, ours, theirs, resourceId } = first;
    throw new Error(`${rule} of facts ${resourceId}: closures say ${ours}, json-rules-engine says ${theirs}`);
  }
  counted.judged += compared;
}
