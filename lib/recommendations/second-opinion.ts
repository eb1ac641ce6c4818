import { database } from '@/lib/core/db';
import { AppError, type Fault } from '@/lib/core/errors';
import { readRuleSet } from '@/lib/rules/editing/data';
import type { PublicationCheck } from '@/lib/rules/editing/publication';
import { type Asking, askSecondOpinion, type Disagreement } from '@/lib/rules/jre/second-opinion';
import { parseRuleSet } from '@/lib/rules/parse';
import type { RuleSet } from '@/lib/rules/schema';
import { sampleFacts } from '@/lib/sources/facts-sample.data';
import { loadPlacement } from './evaluate';
import { factsDomainOf } from './facts-domain';
import { placeResource } from './recommend';

const MOST_RESOURCES = 500;
/** Rules times resources, while somebody waits: json-rules-engine was seen to take 0.2 ms for each, more with long lists. */
const MOST_PAIRS = 10_000;

type OfDraft = Asking & { slug: string; number: number; revision: number };

/**
 * Asks json-rules-engine about a draft, over a sample of real resources, before the transaction that publishes it: that
 * takes its time. The check then refuses with `engines_disagree` where the two engines part, and keeps what was compared.
 * A text that cannot be read is not asked about: publishing says what is wrong with it.
 */
export async function secondOpinionChecks({
  slug,
  number,
  revision,
  ...asking
}: OfDraft): Promise<PublicationCheck[]> {
  const { drafts } = await readRuleSet(database(), slug);
  const draft = drafts.find((candidate) => candidate.number === number && candidate.revision === revision);
  return draft ? opinionOfText({ ...asking, yaml: draft.yaml }) : [];
}

/** The same of a text that is no draft: a file, an older version. */
export async function opinionOfText({
  yaml,
  ...asking
}: Asking & { yaml: string }): Promise<PublicationCheck[]> {
  const parsed = parseRuleSet(yaml);
  if (!parsed.ok) return [];
  const { rules } = parsed.set;
  const most = Math.min(MOST_RESOURCES, Math.floor(MOST_PAIRS / rules.length));
  const opinion = await askSecondOpinion(
    parsed.set,
    await sampleResources(parsed.set, most, asking.now),
    asking,
  );
  const { disagreements, ...secondOpinion } = opinion;
  return [
    async () => {
      if (disagreements.length > 0) throw disagreeing(disagreements);
      const { compared, pairs } = secondOpinion;
      return { kept: { secondOpinion }, told: { secondOpinion: `agreed on ${compared} of ${pairs}` } };
    },
  ];
}

async function sampleResources(set: RuleSet, most: number, now: Date) {
  const placeOf = await loadPlacement();
  const resources = await sampleFacts(database(), { domain: factsDomainOf(set), most, now });
  return resources.map((known) => {
    const { resourceId, facts } = placeResource(known, placeOf(known));
    return { resourceId, facts };
  });
}

/** Whoever reads it sees who says what of which resource; one of the engines has a fault. */
function disagreeing(disagreements: Disagreement[]): AppError {
  const errors = disagreements.map(({ rule, line, ours, theirs, resourceId }): Fault => {
    const told = `${rule}: here ${ours}, by json-rules-engine ${theirs}, for the resource ${resourceId}`;
    return { line, column: 1, message: told };
  });
  const [first] = errors;
  const detail = `A second opinion differs, so nothing was published. ${first?.message ?? ''}.`;
  return new AppError('engines_disagree', detail, { errors });
}
