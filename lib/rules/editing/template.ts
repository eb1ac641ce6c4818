import { isMap, isScalar, parseDocument } from 'yaml';
import type { Domain } from '../schema';

type NewSet = { slug: string; title: string; domain: Domain };

/** A small rule set that is valid, with a test that passes: what a new one begins with. */
export function templateOf({ slug, title, domain }: NewSet): string {
  return `ruleset: ${slug}
title: ${JSON.stringify(title)}
rationale: Why it is worth doing, and when it is wrong.
domain: ${domain}
mode: all
rules:
  - name: ${slug}
    condition: "kind == 'disk' and inv_ok and attached == false and detached_days >= 14"
${VERDICTS[domain]}tests:
  - name: the whole case is found
    given: { kind: disk, inv_ok: true, attached: false, detached_days: 30, cash_cost: 12.5 }
    expect: { matched: [${slug}] }
  - name: nothing is said where a fact is missing
    given: { kind: disk, inv_ok: true, attached: false }
    expect: { matched: [], unknown: [${slug}] }
`;
}

const VERDICTS: Record<Domain, string> = {
  finops: `    recommend:
      action: delete
      savings: cash_cost
      effort: low
      reason: "Not attached for {{ detached_days }} days"
`,
  quality: `    quarantine: "Not attached for {{ detached_days }} days"
`,
  policy: `    deny: "Not attached for {{ detached_days }} days"
`,
  general: `    message: "Not attached for {{ detached_days }} days"
`,
};

/** The same text under another name; everything else in it stays as it was written. */
export function renamed(yaml: string, { slug, title }: Pick<NewSet, 'slug' | 'title'>): string {
  const { contents } = parseDocument(yaml);
  const scalarAt = (key: string) => (isMap(contents) ? contents.get(key, true) : undefined);
  const places = [
    { node: scalarAt('ruleset'), text: slug },
    { node: scalarAt('title'), text: JSON.stringify(title) },
  ].flatMap(({ node, text }) => (isScalar(node) && node.range ? [{ range: node.range, text }] : []));
  // From the end, so that a place does not move by what is put before it.
  const text = places
    .sort((one, other) => other.range[0] - one.range[0])
    .reduce((done, { range, text: by }) => done.slice(0, range[0]) + by + done.slice(range[1]), yaml);
  return isScalar(scalarAt('ruleset')) ? text : `ruleset: ${slug}\n${text}`;
}
