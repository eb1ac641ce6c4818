import type { Clock } from '@/lib/core/clock';
import { database, transaction } from '@/lib/core/db';
import { groupBy } from '@/lib/core/group';
import { type CompiledVersion, compileVersion, currentVersions, recommends } from '@/lib/rules/data';
import type { Evaluation, Facts } from '@/lib/rules/schema';
import type { FactsDomain } from '@/lib/sources/schema';
import { environmentOf, OWNER_TAGS, ownerOf } from '@/lib/tickets/routing';
import { Absentees } from './absentees';
import { analyseCandidates, clearCandidates, insertAbsences, insertCandidates } from './candidates.data';
import { readSnapshotEvidence } from './evidence.data';
import type { Exemptions } from './exemptions/cover';
import { HeldBack } from './exemptions/held-back';
import { loadExemptions, readVerifiedAgain, replaceHeldBack } from './exemptions/in-force.data';
import { openGeneration } from './generation.data';
import { OutcomeTally } from './health/outcomes';
import { replaceOutcomes } from './health/outcomes.data';
import { describeNeverFires, type RuleCount, RuleTally } from './never-fires';
import { loadAccountOwners, tagsIn } from './placement';
import {
  type Candidate,
  type FindingHeldBack,
  type KnownResource,
  type Placement,
  placeResource,
  recommend,
} from './recommend';

/** What evaluate leaves behind for record and summarise; the candidates themselves stand in their table. */
export type Evaluated = {
  generationId: string;
  resources: number;
  candidates: number;
  absences: number;
  rules: RuleCount[];
  neverFires: string[];
  heldBack: number; // findings, by exemptions
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
  const exemptions = await loadExemptions(database(), now);
  const absentees = await Absentees.load({ reader: database(), versions, evidence, now, exemptions });
  const tallies = byDomain((domain) => new RuleTally(versions.filter(isOf(domain))));
  const outcomes = new OutcomeTally(versions);
  const heldBack = new HeldBack();
  const counts = await judgeAll(given, {
    generationId: generation.id,
    versions,
    now,
    absentees,
    tallies,
    evidence,
    exemptions,
    outcomes,
    heldBack,
  });
  const absences = [
    ...(await absentees.judge()),
    ...(await readVerifiedAgain(database(), heldBack.findings)),
  ];
  for (let at = 0; at < absences.length; at += WRITE_BATCH) {
    await insertAbsences(database(), generation.id, absences.slice(at, at + WRITE_BATCH));
  }
  await analyseCandidates(database());
  await transaction(async (tx) => {
    const judged = ({ domain }: CompiledVersion) =>
      tallies[domain === 'quality' ? 'quality' : 'finops'].judged();
    await replaceOutcomes(tx, generation.id, outcomes.outcomes(judged));
    await replaceHeldBack(tx, generation.id, heldBack.byExemption());
  });
  const told = Object.values(tallies).map((tally) => ({
    rules: tally.ruleCounts(),
    neverFires: tally.neverFires().map(describeNeverFires),
  }));
  const rules = told.flatMap((each) => each.rules);
  const neverFires = told.flatMap((each) => each.neverFires);
  return {
    generationId: generation.id,
    ...counts,
    absences: absences.length,
    rules,
    neverFires,
    heldBack: heldBack.findings.length,
  };
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
  exemptions: Exemptions;
  outcomes: OutcomeTally;
  heldBack: HeldBack;
};

async function judgeAll(given: Given, judged: Judged): Promise<{ resources: number; candidates: number }> {
  const { generationId, versions, now, absentees, tallies, evidence, exemptions, outcomes, heldBack } =
    judged;
  const placeOf = await loadPlacement();
  const readings = new Map(evidence.map((snapshot) => [snapshot.snapshotId, snapshot]));
  const judgings = byDomain((domain) => ({
    versions: versions.filter(isOf(domain)),
    now,
    clock: given.clock,
    readings,
    exemptions,
    onFacts: tallies[domain].see.bind(tallies[domain]),
    onEvaluated: (version: CompiledVersion, evaluation: Evaluation, facts: Facts) => {
      tallies[domain].add(version, evaluation, facts);
      outcomes.add(version, evaluation);
    },
    onHeldBack: ({ resourceId, version, wanted, exemption }: FindingHeldBack) => {
      outcomes.noteHeldBack(version, wanted.rule);
      heldBack.note(resourceId, wanted.action, exemption);
    },
  }));
  const counts = { resources: 0, candidates: 0 };
  let found: Candidate[] = [];
  for await (const batch of given.readResources(given.snapshotIds, now)) {
    for (const known of batch) {
      const resource = placeResource(known, placeOf(known));
      const candidates = recommend(resource, judgings[resource.domain]);
      absentees.meet(resource, candidates, heldBack.takeAtHand());
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
