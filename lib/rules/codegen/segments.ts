import { type Expression, fieldNodes } from '../ast';
import { targetsOf } from '../run-rule';
import type { Rule, RuleSet } from '../schema';

/** Rules in a row of which none reads what an earlier one of them may write: all may be judged before any acts. */
export type Segment = { index: number; rule: Rule }[];

export function segmentsOf(rules: Rule[], { mode, lists }: RuleSet): Segment[] {
  const named = new Set(Object.keys(lists));
  const segments: Segment[] = [];
  let segment: Segment = [];
  let written = new Set<string>();
  rules.forEach((rule, index) => {
    const isTouched =
      mode !== 'parallel' &&
      written.size > 0 &&
      rootsRead(rule.condition, named).some((root) => written.has(root));
    if (isTouched) {
      segments.push(segment);
      segment = [];
      written = new Set();
    }
    segment.push({ index, rule });
    for (const [root = ''] of targetsOf(rule)) written.add(root);
  });
  return segment.length > 0 ? [...segments, segment] : segments;
}

function rootsRead(condition: Expression | undefined, lists: ReadonlySet<string>): string[] {
  if (!condition) return [];
  return fieldNodes(condition, lists).map((node) => (node.kind === 'tag' ? 'tags' : (node.path[0] ?? '')));
}
