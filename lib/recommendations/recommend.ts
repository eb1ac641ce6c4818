import { type Clock, DAY_MS } from '@/lib/core/clock';
import { clampAmount, compareAmounts, subtractAmount } from '@/lib/core/money';
import { shortAmount } from '@/lib/core/money.schema';
import type { CompiledVersion } from '@/lib/rules/data';
import type { Evaluation, Facts, FactValue, FoundRecommendation, WhyTree } from '@/lib/rules/schema';
import { identify } from '@/lib/sources/identity';
import type { FactsDomain } from '@/lib/sources/schema';
import { type ExemptionInForce, type Exemptions, holdingBack } from './exemptions/cover';
import { evaluateFor } from './offered';

/** What is known of one resource in the snapshots of a generation, as `lib/sources` reads it. */
export type KnownResource = {
  resourceId: string;
  provider: string;
  account: string;
  region: string;
  nativeId: string;
  name: string | null;
  kind: string | null;
  domain: FactsDomain; // whose rule sets may see it
  facts: Facts;
  money: Record<string, string>;
  currency: string | null;
  origins: Record<string, { sourceId: string; snapshotId: string }>;
};

export type Placement = { owner: string | null; environment: string };

/** What one snapshot's data reaches over. */
export type Reading = { dataFrom: Date | null; dataThrough: Date | null };

/** What stands beside the saving, for people and for later generations. */
export type CandidateDetails = {
  set: string;
  kind: string | null; // of the resource, as it was then
  service: string | null;
  sources: string[]; // ids of the sources that the match rested on
  effort?: string;
  risk?: string;
  target?: string;
  atStake?: string | null;
  clampedFrom?: string; // what the rule claimed, where that is more than the resource costs
  cashCost?: string; // of the resource a month: what all its savings together can be
  freedCommitment?: string; // a month, beside the cash: what a commitment no longer spends on it
  attachedTo?: string[]; // what it hangs on, in the spellings that resources are known by
  savingsUnknown?: string[];
};

export type Candidate = {
  resourceId: string;
  action: string;
  foundAt: Date;
  dataFrom: Date | null; // where the oldest data that the match rests on begins
  ruleVersionId: string;
  ruleName: string;
  monthlySavings: string | null;
  currency: string | null;
  reason: string;
  why: WhyTree;
  details: CandidateDetails;
  owner: string | null;
  environment: string;
};

export type Judging = {
  versions: CompiledVersion[]; // those of the resource's domain
  now: Date; // the generation's start: the same for every attempt
  clock: Clock; // asked once for each candidate
  readings: ReadonlyMap<string, Reading>; // by snapshot
  exemptions?: Exemptions; // what is not to be found, whatever the rules say
  onFacts?(facts: Facts): void; // once for each resource
  onEvaluated?(version: CompiledVersion, evaluation: Evaluation, facts: Facts): void;
  onHeldBack?(held: FindingHeldBack): void;
};

/** What a rule asked for and an exemption does not let through. */
export type FindingHeldBack = {
  resourceId: string;
  version: CompiledVersion;
  wanted: FoundRecommendation;
  exemption: ExemptionInForce;
};

export type PlacedResource = KnownResource & Placement;

/** Says whose a resource is and where it runs, also among its facts, which become what the rules see: in place. */
export function placeResource(resource: KnownResource, placement: Placement): PlacedResource {
  const { facts, provider, account, region, nativeId, name, kind } = resource;
  facts.provider = provider;
  facts.account = account;
  facts.region = region;
  facts.native_id = nativeId;
  facts.env = placement.environment;
  if (name !== null) facts.name = name;
  if (kind !== null) facts.kind = kind;
  if (placement.owner !== null) facts.owner = placement.owner; // what is not known is left out
  return Object.assign(resource, placement);
}

/**
 * The candidates of one resource: every set in order, one candidate for each action; where two rules ask for the same
 * action, the later one says what it is. What an exemption is for is no candidate, and leaves the action to other sets.
 */
export function recommend(resource: PlacedResource, judging: Judging): Candidate[] {
  const { facts } = resource;
  judging.onFacts?.(facts);
  const covering = judging.exemptions?.covering(resource);
  const found = new Map<string, Candidate>();
  for (const version of judging.versions) {
    const evaluation = evaluateFor(version, resource, judging.now);
    judging.onEvaluated?.(version, evaluation, facts);
    for (const wanted of evaluation.recommend) {
      const exemption = holdingBack(covering, { set: version.slug, action: wanted.action });
      if (exemption) judging.onHeldBack?.({ resourceId: resource.resourceId, version, wanted, exemption });
      else found.set(wanted.action, candidateOf(resource, { version, wanted, judging }));
    }
  }
  return [...found.values()];
}

type Match = { version: CompiledVersion; wanted: FoundRecommendation; judging: Judging };

function candidateOf(resource: PlacedResource, { version, wanted, judging }: Match): Candidate {
  const { facts, owner, environment } = resource;
  const fields = version.compiled.conditionFields(wanted.rule);
  const origins = originsOf(resource, fields);
  const claim = claimOf(resource, wanted);
  const costs = costsOf(resource, wanted.action);
  return {
    resourceId: resource.resourceId,
    action: wanted.action,
    foundAt: judging.clock(),
    dataFrom: oldestData(origins, fields, facts, judging.readings),
    ruleVersionId: version.versionId,
    ruleName: wanted.rule,
    monthlySavings: claim.savings,
    currency: resource.currency,
    reason: withFreed(wanted, costs.freedCommitment, resource.currency),
    why: version.compiled.whyOf(wanted.rule, facts, { now: judging.now }),
    details: {
      set: version.slug,
      kind: resource.kind,
      service: typeof facts.service === 'string' ? facts.service : null,
      sources: [...new Set(origins.map(({ sourceId }) => sourceId))],
      ...pick(wanted),
      ...costs,
      ...attachmentOf(resource),
      ...claim.details,
    },
    owner,
    environment,
  };
}

function pick({ effort, risk, target, atStake }: FoundRecommendation): Partial<CandidateDetails> {
  return {
    ...(effort === undefined ? {} : { effort }),
    ...(risk === undefined ? {} : { risk }),
    ...(target === undefined ? {} : { target }),
    ...(atStake === undefined ? {} : { atStake }),
  };
}

/** What ends with these actions is no longer charged to a commitment either. */
const FREEING: ReadonlySet<string> = new Set(['delete', 'stop', 'resize']);

/** What the resource costs in cash, and what of a commitment its end sets free. */
export function costsOf(
  { money, facts, currency }: Pick<KnownResource, 'money' | 'facts' | 'currency'>,
  action: string,
): Partial<CandidateDetails> {
  const cash = cashCostOf({ money, facts });
  if (cash === null || currency === null) return {};
  const whole = money.monthly_cost ?? numberText(facts.monthly_cost);
  const freed = whole === null || !FREEING.has(action) ? '0' : subtractAmount(whole, cash);
  return { cashCost: cash, ...(compareAmounts(freed, '0') > 0 ? { freedCommitment: freed } : {}) };
}

/** "Nobody uses it. It also frees 30.42 USD a month of commitment (no cash)." A smaller size may go on using some. */
function withFreed(
  { reason, action }: Pick<FoundRecommendation, 'reason' | 'action'>,
  freed: string | undefined,
  currency: string | null,
): string {
  if (freed === undefined) return reason;
  const said = reason.trim();
  const stop = said === '' || /[.!?…]$/.test(said) ? '' : '.';
  const amount = `${action === 'resize' ? 'up to ' : ''}${shortAmount(freed)} ${currency}`;
  return `${said}${stop} It also frees ${amount} a month of commitment (no cash).`.trim();
}

function cashCostOf({ money, facts }: Pick<KnownResource, 'money' | 'facts'>): string | null {
  return money.cash_cost ?? numberText(facts.cash_cost);
}

function attachmentOf({ facts, provider, account, region }: KnownResource): Partial<CandidateDetails> {
  const { attached_to: host } = facts;
  if (typeof host !== 'string' || host.trim() === '') return {};
  const { nativeId, shortId } = identify(provider, account, region, host);
  return { attachedTo: shortId === null ? [nativeId] : [nativeId, shortId] };
}

type Claim = { savings: string | null; details: Partial<CandidateDetails> };

/** A saving between nothing and what the resource costs in cash; where that cost is not known, none is claimed. */
export function claimOf(
  { money, facts, currency }: Pick<KnownResource, 'money' | 'facts' | 'currency'>,
  { savings, savingsUnknown }: Pick<FoundRecommendation, 'savings' | 'savingsUnknown'>,
): Claim {
  if (savings === null) return { savings, details: savingsUnknown ? { savingsUnknown } : {} };
  const ceiling = cashCostOf({ money, facts });
  if (ceiling === null || currency === null) {
    const missing = currency === null ? 'its currency is missing' : 'cash_cost is missing';
    return { savings: null, details: { savingsUnknown: [missing] } };
  }
  const clamped = clampAmount(savings, ceiling);
  const isSame = compareAmounts(clamped, savings) === 0;
  return isSame ? { savings, details: {} } : { savings: clamped, details: { clampedFrom: savings } };
}

function numberText(value: FactValue | undefined): string | null {
  return typeof value === 'number' ? String(value) : null;
}

/** The readings that gave the facts of these fields: `meter.x.cost` is of `meter`, a tag of `tags`. */
export function originsOf({ origins }: KnownResource, fields: string[]) {
  const names = new Set(
    fields.map((field) => (field.startsWith('tag(') ? 'tags' : (field.split('.')[0] ?? field))),
  );
  return [...names].flatMap((name) => (Object.hasOwn(origins, name) ? (origins[name] ?? []) : []));
}

const METRICS = /^(cpu_|mem_|mibs_|iops_|requests$|metrics_ok$)/;

/** Metrics look back over their own window, further than the reading that brought them. */
export function oldestData(
  origins: { snapshotId: string }[],
  fields: string[],
  facts: Facts,
  readings: Judging['readings'],
): Date | null {
  const starts = origins.flatMap(({ snapshotId }) => readings.get(snapshotId)?.dataFrom?.getTime() ?? []);
  if (starts.length === 0) return null;
  const days = facts.metrics_days;
  const looksBack =
    fields.some((field) => METRICS.test(field)) && typeof days === 'number' ? days * DAY_MS : 0;
  return new Date(Math.min(...starts) - looksBack);
}
