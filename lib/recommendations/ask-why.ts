import { database, type Reader } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { compileRuleSet } from '@/lib/rules/compile';
import { compileVersion, versionsById } from '@/lib/rules/data';
import { readRuleSet, readVersion } from '@/lib/rules/editing/data';
import { parseRuleSet } from '@/lib/rules/parse';
import type { RuleSet } from '@/lib/rules/schema';
import { GATES, type ResourceFacts } from '@/lib/sources/facts.data';
import { latestSnapshots } from '@/lib/sources/facts-sample.data';
import type { FactsDomain } from '@/lib/sources/schema';
import { loadPlacement } from './evaluate';
import { factsDomainOf } from './facts-domain';
import { placeResource } from './recommend';
import { readFrozenWhy } from './ticket-why.data';
import { explainOver, type Judged } from './why';
import { readKnown, readLastFinding, requireResource } from './why.data';
import type { AskDraftWhyInput, AskWhyInput, RecommendationWhy, ResourceView, WhyAnswer } from './why.schema';

/** Rules that are told of at once where none is named. */
const MOST_RULES = 25;
/** As many are looked into with the whole effort of one; somebody waits. */
const WHOLE_EFFORT = 5;

/** Why a version of a set, or the published one, says what it says of a resource now. */
export async function askWhy({ slug, version, ...asked }: AskWhyInput, now: Date): Promise<WhyAnswer> {
  const { title, current } = await readRuleSet(database(), slug);
  const text = version === undefined ? current : await readVersion(database(), { slug, version });
  if (!text) throw new AppError('conflict', `nothing of ${slug} is published yet; ask with its draft`);
  return answer({ slug, title, version: text.version, set: readSet(text.yaml), ...asked }, now);
}

/** The same of a text that is being written. Throws `invalid_input` with the faults of the text. */
export async function askDraftWhy({ slug, yaml, ...asked }: AskDraftWhyInput, now: Date): Promise<WhyAnswer> {
  const { title } = await readRuleSet(database(), slug);
  return answer({ slug, title, version: null, set: readSet(yaml), ...asked }, now);
}

/** Policies judge plans, and rules of quality the records of a delivery: only those that recommend judge columns. */
export function judgesResources({ domain, rules }: RuleSet): boolean {
  if (domain === 'quality') return rules.some(({ recommend }) => recommend !== undefined);
  return domain !== 'policy';
}

export function readSet(yaml: string): RuleSet {
  const parsed = parseRuleSet(yaml);
  if (parsed.ok) return parsed.set;
  throw new AppError('invalid_input', 'the rules are not valid', { errors: parsed.errors });
}

type Asked = Pick<WhyAnswer, 'slug' | 'title' | 'version'> & {
  set: RuleSet;
  resource: string;
  rule?: string;
};

async function answer({ set, rule, resource: asked, ...told }: Asked, now: Date): Promise<WhyAnswer> {
  if (!judgesResources(set)) {
    throw new AppError('invalid_input', `rules of the domain ${set.domain} do not judge resources`);
  }
  const domain = factsDomainOf(set);
  const view = await requireResource(database(), asked);
  const judged = await readJudged(view, domain, now);
  if (judged.resource.domain !== domain) throw unasked(domain);
  const compiled = compileRuleSet(set);
  const rules = rule === undefined ? set.rules.slice(0, MOST_RULES).map(({ name }) => name) : [rule];
  const share = Math.min(1, WHOLE_EFFORT / rules.length);
  const { kind, owner, environment } = judged.resource;
  return {
    ...told,
    at: now.toISOString(),
    resource: { ...view, kind, owner, environment },
    readings: judged.readings.size,
    names: set.rules.map(({ name }) => name),
    rules: rules.map((name) => explainOver(compiled, name, { ...judged, share })),
  };
}

/** No generation asks rules about what is of another domain than theirs. */
function unasked(domain: FactsDomain): AppError {
  const told = { quality: 'only columns of syncs, and this is none', finops: 'no columns of syncs' };
  return new AppError('invalid_input', `rules of this set judge ${told[domain]}`);
}

/** A resource as the next generation would see it; of what nothing is read the domain is the one that asks. */
async function readJudged(view: ResourceView, domain: FactsDomain, now: Date): Promise<Judged> {
  const snapshotIds = await latestSnapshots(database());
  const known = await readKnown(database(), view.id, { snapshotIds, now });
  const facts = known.facts ?? unread(view, domain);
  const placeOf = await loadPlacement();
  const readings = known.facts ? known.readings : new Map();
  return { resource: placeResource(facts, placeOf(facts)), readings, now };
}

/** A resource that no reading tells of. */
function unread({ id, name, ...place }: ResourceView, domain: FactsDomain): ResourceFacts {
  const facts = { ...GATES[domain], tags: {} };
  const nothing = { kind: null, domain, money: {}, currency: null, origins: {} };
  return { resourceId: id, name, ...place, ...nothing, facts };
}

/** Why a recommendation stands, now and when its ticket opened. Throws `not_found`. */
export async function readRecommendationWhy(
  reader: Reader,
  lineageId: string,
  now: Date,
): Promise<RecommendationWhy> {
  const found = await readLastFinding(reader, lineageId);
  if (!found) throw new AppError('not_found', `there is no recommendation ${lineageId}`);
  const frozen = await readFrozenWhy(reader, lineageId);
  const [row] = await versionsById(reader, [found.ruleVersionId]);
  if (!row) throw new AppError('internal', `rule version ${found.ruleVersionId} is not there`);
  const { compiled } = compileVersion(row);
  const view = await requireResource(reader, found.resourceId);
  const judged = await readJudged(view, factsDomainOf(compiled.set), now);
  if (judged.readings.size === 0) return { present: null, frozen };
  const why = explainOver(compiled, found.ruleName, judged);
  const { slug, version } = row;
  return { present: { slug, version, at: now.toISOString(), why }, frozen };
}
