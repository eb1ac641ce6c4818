import type { JudgedWhy, WhyFact } from '@/lib/recommendations/why.schema';
import type { Verdict, WhyNode } from '@/lib/rules/schema';
import { VERDICT_WORDS, valueWords } from './words';

export type Difference = { what: string; before: string; after: string };

/** Facts that change by themselves as time goes on. */
const AGEING = /^(age_days|bill_age_days|inventory_age_h|observed_at|(stopped|detached)_days)$/;

/**
 * What is otherwise now than it was: the version, the verdict, parts of the condition and the facts that it reads. That
 * time went by is no difference by itself; that it turned a part is.
 */
export function differencesOf(before: JudgedWhy, after: JudgedWhy): Difference[] {
  const versions = { what: 'Version', before: String(before.version), after: String(after.version) };
  const verdicts = {
    what: 'Verdict',
    before: verdictWords(before.why.verdict),
    after: verdictWords(after.why.verdict),
  };
  return [
    versions,
    verdicts,
    ...partsOf(before, after),
    ...factsOf(before.why.facts, after.why.facts),
  ].filter((each) => each.before !== each.after);
}

function partsOf(before: JudgedWhy, after: JudgedWhy): Difference[] {
  const [then, now] = [leavesOf(before.why.tree), leavesOf(after.why.tree)];
  return [...now].flatMap(([text, verdict]) => {
    const was = then.get(text);
    return was === undefined ? [] : [{ what: text, before: String(was), after: String(verdict) }];
  });
}

function leavesOf(node: WhyNode | null): Map<string, Verdict> {
  if (node === null) return new Map();
  if (!node.children?.length) return new Map([[node.text, node.value]]);
  return new Map(node.children.flatMap((child) => [...leavesOf(child)]));
}

function factsOf(before: WhyFact[], after: WhyFact[]): Difference[] {
  const then = new Map(before.map((fact) => [fact.name, fact]));
  return after.flatMap(({ name, value }) => {
    const was = then.get(name);
    if (!was || AGEING.test(name)) return [];
    return [{ what: name, before: valueWords(was.value), after: valueWords(value) }];
  });
}

function verdictWords(verdict: Verdict): string {
  return VERDICT_WORDS.get(verdict) ?? String(verdict);
}
