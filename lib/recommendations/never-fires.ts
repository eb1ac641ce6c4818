import type { CompiledVersion } from '@/lib/rules/data';
import type { Evaluation, Facts } from '@/lib/rules/schema';
import { readPath } from '@/lib/rules/values';

export type RuleCount = { set: string; rule: string; judged: number; matched: number; unknown: number };

/** A rule that was true for nothing though for some it could not be told, or that the data at hand cannot make true. */
export type NeverFires = Omit<RuleCount, 'judged'> & {
  missing: string[];
  isInNoSource: boolean;
  closed: Gate[]; // that it needs and that are open for no resource at all
  resources: number;
};

/** Facts that say whether the data is fresh and complete enough to judge by, and what it means that none is. */
const GATES = {
  bill_ok: 'no bill of 14 days or more is at most 5 days old',
  inv_ok: 'no inventory is at most 48 hours old',
  metrics_ok: 'no inventory brings whole metrics of 14 days or more',
  quality_ok: 'no sync was measured within 48 hours',
} as const;
type Gate = keyof typeof GATES;
const GATE_NAMES: readonly Gate[] = ['bill_ok', 'inv_ok', 'metrics_ok', 'quality_ok'];

type Field = { name: string; path: string[] };
type Counted = Omit<RuleCount, 'judged'> & {
  version: CompiledVersion;
  fields: Field[];
  missing: Set<string>;
  examples: number;
};

const EXAMPLES = 50;

/** Counts, over a generation, what each rule came to, so that one that can never fire says so loudly. */
export class RuleTally {
  private readonly counts = new Map<string, Map<string, Counted>>();
  private readonly unseen = new Map<string, Field>(); // fields that no resource had so far
  private readonly closed = new Set(GATE_NAMES); // gates that were open for no resource so far
  private resources = 0;

  constructor(versions: CompiledVersion[]) {
    for (const version of versions) {
      const { slug, compiled } = version;
      const rules = new Map<string, Counted>();
      for (const { name, enabled, recommend } of compiled.set.rules) {
        if (!enabled || !recommend) continue;
        const fields = compiled.conditionFields(name).map(fieldNamed);
        for (const field of fields) this.unseen.set(field.name, field);
        rules.set(name, {
          set: slug,
          rule: name,
          version,
          matched: 0,
          unknown: 0,
          fields,
          missing: new Set(),
          examples: 0,
        });
      }
      this.counts.set(slug, rules);
    }
  }

  /** What one set made of one resource. */
  add({ slug }: CompiledVersion, { matched, unknown }: Evaluation, facts: Facts): void {
    const rules = this.counts.get(slug);
    for (const rule of matched) {
      const count = rules?.get(rule);
      if (count) count.matched += 1;
    }
    for (const rule of unknown) {
      const count = rules?.get(rule);
      if (count) noteUnknown(count, facts);
    }
  }

  /** Takes note of the facts that a resource has; to be called once for each. */
  see(facts: Facts): void {
    this.resources += 1;
    for (const gate of this.closed) if (facts[gate] === true) this.closed.delete(gate);
    for (const field of this.unseen.values()) {
      if (readPath(facts, field.path) !== undefined) this.unseen.delete(field.name);
    }
  }

  /** How many resources there were. */
  judged(): number {
    return this.resources;
  }

  ruleCounts(): RuleCount[] {
    const judged = this.resources;
    return this.all().map(({ set, rule, matched, unknown }) => ({ set, rule, judged, matched, unknown }));
  }

  neverFires(): NeverFires[] {
    if (this.resources === 0) return [];
    return this.all().flatMap((counted) => {
      const { set, rule, matched, unknown, fields, missing } = counted;
      if (matched > 0) return [];
      const closed = this.gatesAgainst(counted);
      if (unknown === 0 && closed.length === 0) return [];
      const nowhere = fields.map(({ name }) => name).filter((name) => this.unseen.has(name));
      const isInNoSource = nowhere.length > 0;
      const { resources } = this;
      const told = { set, rule, matched, unknown, closed, resources, isInNoSource };
      return [{ ...told, missing: isInNoSource ? nowhere : [...missing] }];
    });
  }

  /** The gates without which a rule is false whatever else is known, as its own condition says. */
  private gatesAgainst({ rule, version }: Counted): Gate[] {
    return [...this.closed].filter(
      (gate) => version.compiled.verdictOf(rule, { [gate]: false }, { now: new Date(0) }) === false,
    );
  }

  private all(): Counted[] {
    return [...this.counts.values()].flatMap((rules) => [...rules.values()]);
  }
}

function noteUnknown(count: Counted, facts: Facts): void {
  count.unknown += 1;
  if (count.examples === EXAMPLES) return;
  count.examples += 1;
  for (const { name, path } of count.fields) if (readPath(facts, path) === undefined) count.missing.add(name);
}

/** A field as `conditionFields` names it: a dotted path, or tag('key'). */
function fieldNamed(name: string): Field {
  const tag = /^tag\('(.*)'\)$/.exec(name)?.[1];
  return { name, path: tag === undefined ? name.split('.') : ['tags', tag.replace(/\\(.)/g, '$1')] };
}

/**
 * "idle-load-balancers/delete: 0 true, 812 unknown: `requests` is in no source", or, where a gate is closed, "0 true of
 * 917: `bill_ok` is true for none (no bill of 14 days or more is at most 5 days old)".
 */
export function describeNeverFires(never: NeverFires): string {
  const { set, rule, unknown, missing, isInNoSource, closed, resources } = never;
  const are = missing.length > 1 ? 'are' : 'is';
  const names = missing.map((field) => `\`${field}\``).join(', ');
  const where = isInNoSource ? `${are} in no source` : `${are} missing where needed`;
  const reasons = [
    ...closed.map((gate) => `\`${gate}\` is true for none (${GATES[gate]})`),
    ...(names ? [`${names} ${where}`] : []),
  ];
  const count = closed.length > 0 ? `0 true of ${resources}` : `0 true, ${unknown} unknown`;
  return `${set}/${rule}: ${count}${reasons.length > 0 ? `: ${reasons.join('; ')}` : ''}`;
}
