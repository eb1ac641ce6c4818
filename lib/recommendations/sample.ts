import { database } from '@/lib/core/db';
import { type CompiledRuleSet, compileRuleSet } from '@/lib/rules/compile';
import { readRuleSet } from '@/lib/rules/editing/data';
import type { Rule, RuleSet, Verdict } from '@/lib/rules/schema';
import { type ResourceFacts, readFactsOf } from '@/lib/sources/facts.data';
import { latestSnapshots, sampleFacts } from '@/lib/sources/facts-sample.data';
import { judgesResources, readSet } from './ask-why';
import { loadPlacement } from './evaluate';
import { factsDomainOf } from './facts-domain';
import { evaluateFor } from './offered';
import { claimOf, type PlacedResource, placeResource } from './recommend';
import { readFoundBy } from './why.data';
import type { SampleAnswer, SampleInput, SampleRow } from './why.schema';

/** Of a sample, at most this share are resources that the set has found already: a change shows first on them. */
const FOUND_SHARE = 0.3;
const MOST_READ = 1_000;
const NONE_READ = {
  finops: 'No source has been read yet, so there are no resources to show.',
  quality: 'No sync has been measured yet, so there are no columns to show.',
};
const NOTHING = { match: 0, noMatch: 0, unknown: 0 };

/** What a text says of real resources, before it is anything but a text. Throws `invalid_input` with its faults. */
export async function sampleDraft({ slug, yaml, limit }: SampleInput, now: Date): Promise<SampleAnswer> {
  await readRuleSet(database(), slug);
  const set = readSet(yaml);
  const at = now.toISOString();
  if (!judgesResources(set)) {
    const note = `Rules of the domain ${set.domain} do not judge resources, so there are none to show.`;
    return { at, counts: NOTHING, rules: [], rows: [], note };
  }
  const { resources, found } = await readSample(set, slug, limit, now);
  const compiled = compileRuleSet(set, { engine: 'closures' });
  const deciding = decidingRules(set);
  const rows = resources.map((resource) =>
    rowOf(resource, { compiled, deciding, now, isFound: found.has(resource.resourceId) }),
  );
  return {
    at,
    counts: countOf(rows.map(({ verdict }) => verdict)),
    rules: deciding.map(({ name }) => ({ rule: name, ...countOf(rows.map((row) => verdictIn(row, name))) })),
    rows: rows.sort(byVerdict),
    note: rows.length === 0 ? NONE_READ[factsDomainOf(set)] : null,
  };
}

async function readSample(set: RuleSet, slug: string, limit: number, now: Date) {
  const reader = database();
  const found = new Set(await readFoundBy(reader, slug, Math.floor(limit * FOUND_SHARE)));
  const snapshotIds = await latestSnapshots(reader);
  const known = found.size === 0 ? [] : await readFactsOf(reader, [...found], { snapshotIds, now });
  // Bills and inventories tell of the same resources, so that the samples of each mostly are one.
  const most = Math.min(MOST_READ, limit * Math.max(1, snapshotIds.length));
  const spread = await sampleFacts(reader, { domain: factsDomainOf(set), most, now });
  const others = spread.filter(({ resourceId }) => !found.has(resourceId));
  const placeOf = await loadPlacement();
  const place = (facts: ResourceFacts) => placeResource(facts, placeOf(facts));
  return { found, resources: [...known, ...evenly(others, limit - known.length)].map(place) };
}

/** So many of them, from the first to the last in even steps. */
function evenly<Item>(items: Item[], most: number): Item[] {
  if (items.length <= most) return items;
  return items.filter(
    (_, index) =>
      Math.floor((index * most) / items.length) !== Math.floor(((index + 1) * most) / items.length),
  );
}

/** The rules that come to something, of quality those that judge columns; a set without any is judged by all of its rules. */
function decidingRules({ domain, rules }: RuleSet): Rule[] {
  const enabled = rules.filter((rule) => rule.enabled);
  if (domain === 'quality') return enabled.filter(({ recommend }) => recommend !== undefined);
  const deciding = enabled.filter(
    ({ recommend, fix, quarantine, deny }) => recommend ?? fix ?? quarantine ?? deny,
  );
  return deciding.length > 0 ? deciding : enabled;
}

type Judging = { compiled: CompiledRuleSet; deciding: Rule[]; now: Date; isFound: boolean };

function rowOf(resource: PlacedResource, { compiled, deciding, now, isFound }: Judging): SampleRow {
  const {
    resourceId: id,
    provider,
    account,
    region,
    nativeId,
    name,
    kind,
    facts,
    money,
    currency,
  } = resource;
  const evaluation = evaluateFor({ compiled }, { facts, money }, now);
  const isDeciding = (rule: string) => deciding.some((each) => each.name === rule);
  const matched = evaluation.matched.filter(isDeciding);
  const unknown = evaluation.unknown.filter(isDeciding);
  return {
    ...{ id, provider, account, region, nativeId, name, kind },
    verdict: matched.length > 0 ? true : unknown.length > 0 ? 'unknown' : false,
    ...{ matched, unknown, currency, isFound },
    recommends: evaluation.recommend.map((wanted) => ({
      action: wanted.action,
      savings: claimOf(resource, wanted).savings,
    })),
  };
}

function verdictIn({ matched, unknown }: SampleRow, rule: string): Verdict {
  if (matched.includes(rule)) return true;
  return unknown.includes(rule) ? 'unknown' : false;
}

function countOf(verdicts: Verdict[]) {
  const count = (verdict: Verdict) => verdicts.filter((each) => each === verdict).length;
  return { match: count(true), noMatch: count(false), unknown: count('unknown') };
}

const ORDER: Verdict[] = [true, 'unknown', false];

/** What matches first; of each, what was found before. */
function byVerdict(one: SampleRow, other: SampleRow): number {
  const byKind = ORDER.indexOf(one.verdict) - ORDER.indexOf(other.verdict);
  return byKind || Number(other.isFound) - Number(one.isFound) || Number(one.id) - Number(other.id);
}
