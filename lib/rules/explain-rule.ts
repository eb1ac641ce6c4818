import { AppError } from '@/lib/core/errors';
import { fieldNodes, fieldOf } from './ast';
import type { CompiledRuleSet, Turn } from './compile';
import { Evaluator } from './evaluate';
import { findFlip } from './flip';
import { pathOf } from './flip-finder';
import { nearMisses } from './near-miss';
import type { Facts, Rule, RuleSet, WhyNode, WhyUnknown } from './schema';
import { readPath } from './values';
import type { ReadFact, RuleWhy } from './why.schema';

type Asked = {
  facts: Facts;
  now: Date;
  /** See `findFlip`. */
  fixed?: ReadonlySet<string>;
  share?: number;
};

/** Everything that can be said about a rule over some facts. Throws `not_found` for a name that is not there. */
export function explainWhole(compiled: CompiledRuleSet, name: string, asked: Asked): RuleWhy {
  const { set } = compiled;
  const { facts, now, fixed, share } = asked;
  const turn = compiled.turnOf(name, facts, { now });
  const rule = ruleOf(set, name);
  const { verdict, why, hiddenBy } = turn;
  const scope = { facts: turn.facts, now: now.getTime() };
  const evaluator = new Evaluator(new Map(Object.entries(set.lists)));
  const misses =
    rule.condition && verdict !== true && hiddenBy === null
      ? nearMisses(rule.condition, evaluator, scope)
      : [];
  return {
    rule: name,
    title: rule.title ?? null,
    isEnabled: rule.enabled,
    verdict,
    sentence: hiddenBy === null ? why.sentence : `Is not asked because ${hiddenBy} matches before it.`,
    tree: why.node ?? null,
    hiddenBy,
    facts: readFacts(compiled, rule, facts, turn),
    unknown: why.node ? unknownIn(why.node) : [],
    nearMisses: misses,
    flip: findFlip({ compiled, rule, facts, seen: turn.facts, verdict, hiddenBy, now, fixed, share }),
  };
}

function ruleOf({ rules }: RuleSet, name: string): Rule {
  const rule = rules.find((candidate) => candidate.name === name);
  if (rule) return rule;
  throw new AppError('not_found', `there is no rule "${name}"`);
}

/** What was unknown anywhere in the tree, each once. */
function unknownIn(node: WhyNode): WhyUnknown[] {
  const all = [...(node.unknown ?? []), ...(node.children ?? []).flatMap(unknownIn)];
  return [...new Map(all.map((unknown) => [unknown.what, unknown])).values()];
}

/** The facts that the condition names, as they stood at its turn, and then those that earlier rules made them from. */
function readFacts(compiled: CompiledRuleSet, rule: Rule, given: Facts, turn: Turn): ReadFact[] {
  const { set } = compiled;
  const lists = new Set(Object.keys(set.lists));
  const named = new Map(
    (rule.condition ? fieldNodes(rule.condition, lists) : []).map((node) => [fieldOf(node), pathOf(node)]),
  );
  const behind = compiled.conditionFields(rule.name).filter((name) => !named.has(name));
  return [
    ...[...named].map(([name, path]) => factOf(name, path, { seen: turn.facts, given, turn })),
    ...behind.map((name) => ({
      ...factOf(name, pathOfName(name), { seen: { ...set.defaults, ...given }, given, turn: null }),
      isBehind: true,
    })),
  ];
}

type Seen = { seen: Facts; given: Facts; turn: Turn | null };

function factOf(name: string, path: string[], { seen, given, turn }: Seen): ReadFact {
  const value = readPath(seen, path);
  const isTouched = (written: string[]) => {
    const shared = Math.min(written.length, path.length);
    return written.slice(0, shared).join('\n') === path.slice(0, shared).join('\n');
  };
  const writer = turn?.writers.findLast((each) => isTouched(each.path));
  const told = { name, isBehind: false, ...(value === undefined ? {} : { value }) };
  if (value === undefined) return { ...told, from: 'missing' };
  if (writer) return { ...told, from: 'rule', by: writer.rule };
  return { ...told, from: readPath(given, path) === undefined ? 'default' : 'reading' };
}

/** The path of a field as `fieldOf` writes it. */
function pathOfName(name: string): string[] {
  const tag = /^tag\('(.*)'\)$/s.exec(name)?.[1];
  return tag === undefined ? name.split('.') : ['tags', tag.replace(/\\(.)/g, '$1')];
}
