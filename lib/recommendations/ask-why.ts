import { database, type Reader } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { compileRuleSet } from '@/lib/rules/compile';
import { compileVersion, versionsById } from '@/lib/rules/data';
import { readRuleSet, readVersion } from '@/lib/rules/editing/data';
import { parseRuleSet } from '@/lib/rules/parse';
import type { Domain, RuleSet } from '@/lib/rules/schema';
import type { ResourceFacts } from '@/lib/sources/facts.data';
import { latestSnapshots } from '@/lib/sources/facts-sample.data';
import { loadPlacement } from './evaluate';
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

/** Rules of these domains judge records and plans, of which there are no resources. */
const ELSEWHERE: ReadonlySet<Domain> = new Set(['quality', 'policy']);

export function judgesResources({ domain }: RuleSet): boolean {
  return !ELSEWHERE.has(domain);
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
  const view = await requireResource(database(), asked);
  const judged = await readJudged(view, now);
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

/** A resource as the next generation would see it. `readings` are those that tell of it. */
async function readJudged(view: ResourceView, now: Date): Promise<Judged> {
  const snapshotIds = await latestSnapshots(database());
  const known = await readKnown(database(), view.id, { snapshotIds, now });
  const facts = known.facts ?? unread(view);
  const placeOf = await loadPlacement();
  const readings = known.facts ? known.readings : new Map();
  return { resource: placeResource(facts, placeOf(facts)), readings, now };
}

/** A resource that no reading tells of. */
function unread({ id, name, ...place }: ResourceView): ResourceFacts {
  const facts = { inv_ok: false, bill_ok: false, metrics_ok: false, tags: {} };
  const nothing = { kind: null, domain: 'finops', money: {}, currency: null, origins: {} } as const;
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
  const judged = await readJudged(await requireResource(reader, found.resourceId), now);
  if (judged.readings.size === 0) return { present: null, frozen };
  const why = explainOver(compileVersion(row).compiled, found.ruleName, judged);
  const { slug, version } = row;
  return { present: { slug, version, at: now.toISOString(), why }, frozen };
}
