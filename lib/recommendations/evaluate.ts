import type { Clock } from '@/lib/core/clock';
import { database, transaction } from '@/lib/core/db';
import { type CompiledVersion, compileVersion, currentVersions, recommends } from '@/lib/rules/data';
import type { FactsDomain } from '@/lib/sources/schema';
import { environmentOf, OWNER_TAGS, ownerOf } from '@/lib/tickets/routing';
import { Absentees } from './absentees';
import { analyseCandidates, clearCandidates, insertAbsences, insertCandidates } from './candidates.data';
import { readSnapshotEvidence } from './evidence.data';
import { openGeneration } from './generation.data';
import { groupBy } from './group';
import { describeNeverFires, type RuleCount, RuleTally } from './never-fires';
import { loadAccountOwners, tagsIn } from './placement';
import { type Candidate, type KnownResource, type Placement, placeResource, recommend } from './recommend';

/** What evaluate leaves behind for record and summarise; the candidates themselves stand in their table. */
export type Evaluated = {
  generationId: string;
  resources: number;
  candidates: number;
  absences: number;
  rules: RuleCount[];
  neverFires: string[];
};

type Given = {
  runId: string;
  snapshotIds: string[];
  clock: Clock;
  /** The resources of these snapshots as they are at `now`, in the order of their ids. */
  readResources(snapshotIds: string[], now: Date): AsyncIterable<KnownResource[]>;
  afterBatch?(done: number): Promise<void>; // throws to stop
};

/**
 * Runs the current rules over everything that was read and puts what they find, and what became of what they found
 * before, beside the tables until it is recorded. May run again: the same snapshots and start give the same again.
 * Null when this run's generation is recorded already.
 */
export async function evaluateGeneration(given: Given): Promise<Evaluated | null> {
  const { runId, snapshotIds, clock } = given;
  const startedAt = clock();
  const generation = await transaction((tx) => openGeneration(tx, { runId, startedAt, snapshotIds }));
  if (generation.state === 'recorded') return null;
  const now = generation.startedAt;
  await clearCandidates(database(), generation.id);
  const versions = await judgingVersions();
  const evidence = await readSnapshotEvidence(database(), snapshotIds);
  const absentees = await Absentees.load({ reader: database(), versions, evidence, now });
  const tallies = byDomain((domain) => new RuleTally(versions.filter(isOf(domain))));
  const counts = await judgeAll(given, {
    generationId: generation.id,
    versions,
    now,
    absentees,
    tallies,
    evidence,
  });
  const absences = await absentees.judge();
  for (let at = 0; at < absences.length; at += WRITE_BATCH) {
    await insertAbsences(database(), generation.id, absences.slice(at, at + WRITE_BATCH));
  }
  await analyseCandidates(database());
  const told = Object.values(tallies).map((tally) => ({
    rules: tally.ruleCounts(),
    neverFires: tally.neverFires().map(describeNeverFires),
  }));
  const rules = told.flatMap((each) => each.rules);
  const neverFires = told.flatMap((each) => each.neverFires);
  return { generationId: generation.id, ...counts, absences: absences.length, rules, neverFires };
}

/** Every set of domain finops, and those of domain quality that recommend: the others judge deliveries. */
async function judgingVersions(): Promise<CompiledVersion[]> {
  const current = (await currentVersions(database(), ['finops', 'quality'])).map(compileVersion);
  return current.filter((version) => version.domain === 'finops' || recommends(version));
}

const isOf = (domain: FactsDomain) => (version: CompiledVersion) => version.domain === domain;

function byDomain<Value>(of: (domain: FactsDomain) => Value): Record<FactsDomain, Value> {
  return { finops: of('finops'), quality: of('quality') };
}

const WRITE_BATCH = 5_000;

type Judged = {
  generationId: string;
  versions: CompiledVersion[];
  now: Date;
  absentees: Absentees;
  tallies: Record<FactsDomain, RuleTally>;
  evidence: Awaited<ReturnType<typeof readSnapshotEvidence>>;
};

async function judgeAll(given: Given, judged: Judged): Promise<{ resources: number; candidates: number }> {
  const { generationId, versions, now, absentees, tallies, evidence } = judged;
  const placeOf = await loadPlacement();
  const readings = new Map(evidence.map((snapshot) => [snapshot.snapshotId, snapshot]));
  const judgings = byDomain((domain) => ({
    versions: versions.filter(isOf(domain)),
    now,
    clock: given.clock,
    readings,
    onFacts: tallies[domain].see.bind(tallies[domain]),
    onEvaluated: tallies[domain].add.bind(tallies[domain]),
  }));
  const counts = { resources: 0, candidates: 0 };
  let found: Candidate[] = [];
  for await (const batch of given.readResources(given.snapshotIds, now)) {
    for (const known of batch) {
      const resource = placeResource(known, placeOf(known));
      const candidates = recommend(resource, judgings[resource.domain]);
      absentees.meet(resource.resourceId, candidates, resource.facts);
      found.push(...candidates);
    }
    counts.resources += batch.length;
    if (found.length >= WRITE_BATCH) {
      await insertCandidates(database(), generationId, found, counts.candidates);
      counts.candidates += found.length;
      found = [];
    }
    await given.afterBatch?.(counts.resources);
  }
  await insertCandidates(database(), generationId, found, counts.candidates);
  counts.candidates += found.length;
  return counts;
}

/** Owner by tag, then account, then nobody's; environment by tag. */
export async function loadPlacement(): Promise<(resource: KnownResource) => Placement> {
  const rows = await loadAccountOwners(database());
  const owners = groupBy(rows, ({ account }) => account);
  return ({ facts, provider, account }) => {
    const tags = tagsIn(facts.tags);
    const owner = ownerOf({ tags, provider, account }, OWNER_TAGS, owners.get(account) ?? []);
    return { owner, environment: environmentOf(tags) };
  };
}
