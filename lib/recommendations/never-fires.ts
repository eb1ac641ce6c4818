import type { CompiledVersion } from '@/lib/rules/data';
import type { Evaluation, Facts } from '@/lib/rules/schema';
import { readPath } from '@/lib/rules/values';

export type RuleCount = { set: string; rule: string; matched: number; unknown: number };

/** A rule that was true for nothing though for some it could not be told. */
export type NeverFires = RuleCount & { missing: string[]; isInNoSource: boolean };

type Field = { name: string; path: string[] };
type Counted = RuleCount & { fields: Field[]; missing: Set<string>; examples: number };

const EXAMPLES = 50;

/** Counts, over a generation, what each rule came to, so that one that can never fire says so loudly. */
export class RuleTally {
  private readonly counts = new Map<string, Map<string, Counted>>();
  private readonly unseen = new Map<string, Field>(); // fields that no resource had so far

  constructor(versions: CompiledVersion[]) {
    for (const { slug, compiled } of versions) {
      const rules = new Map<string, Counted>();
      for (const { name, enabled, recommend } of compiled.set.rules) {
        if (!enabled || !recommend) continue;
        const fields = compiled.conditionFields(name).map(fieldNamed);
        for (const field of fields) this.unseen.set(field.name, field);
        rules.set(name, {
          set: slug,
          rule: name,
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
    for (const field of this.unseen.values()) {
      if (readPath(facts, field.path) !== undefined) this.unseen.delete(field.name);
    }
  }

  ruleCounts(): RuleCount[] {
    return this.all().map(({ set, rule, matched, unknown }) => ({ set, rule, matched, unknown }));
  }

  neverFires(): NeverFires[] {
    return this.all()
      .filter(({ matched, unknown }) => matched === 0 && unknown > 0)
      .map(({ set, rule, matched, unknown, fields, missing }) => {
        const nowhere = fields.map(({ name }) => name).filter((name) => this.unseen.has(name));
        const isInNoSource = nowhere.length > 0;
        return { set, rule, matched, unknown, missing: isInNoSource ? nowhere : [...missing], isInNoSource };
      });
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

/** "idle-load-balancers/delete: 0 true, 812 unknown: `requests` is in no source". */
export function describeNeverFires({ set, rule, unknown, missing, isInNoSource }: NeverFires): string {
  const are = missing.length > 1 ? 'are' : 'is';
  const names = missing.map((field) => `\`${field}\``).join(', ');
  const where = isInNoSource ? `${are} in no source` : `${are} missing where needed`;
  return `${set}/${rule}: 0 true, ${unknown} unknown${names ? `: ${names} ${where}` : ''}`;
}
