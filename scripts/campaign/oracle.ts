/**
 * What must come of a campaign's deliveries, worked out apart from all that is tested: the fields of each key set in their
 * order, under the three rules that the campaign publishes (RULES), which are said here again in other words.
 */
export type Values = { name: string; description: string; cost: number; forbidden: boolean };
export type Change = Partial<Values>;

export const RULES = `
ruleset: campaign
title: Of the campaign
domain: quality
rules:
  - name: cut-name
    condition: "'name' in changed and len(name) > 150"
    fix: { name: "left(name, 150)" }
  - name: junk
    condition: "'description' in changed and contains(description, 'JUNK')"
    quarantine: { fields: [description], reason: "The description is junk." }
  - name: below-zero
    condition: "'cost' in changed and cost < 0"
    quarantine: { fields: [cost], reason: "The cost is below zero." }
`;

/** What the library refuses outright: the delivery dies of it. */
export const POISON_COST = 666;

export type Outcome = { values: Values; held: ReadonlySet<keyof Values> };

export function outcomeOf(start: Values, changes: readonly Change[]): Outcome {
  const values = { ...start };
  const held = new Set<keyof Values>();
  for (const { name, description, cost, forbidden } of changes) {
    if (name !== undefined) values.name = name.slice(0, 150);
    if (forbidden !== undefined) values.forbidden = forbidden;
    if (description !== undefined) {
      const isJunk = description.includes('JUNK') && description !== values.description;
      if (isJunk) held.add('description');
      else {
        values.description = description;
        held.delete('description');
      }
    }
    if (cost !== undefined) {
      if (cost < 0 && cost !== values.cost) held.add('cost');
      else {
        values.cost = cost;
        held.delete('cost');
      }
    }
  }
  return { values, held };
}
