import { ArrowLeftRight, CircleCheck, CircleHelp, CircleX } from 'lucide-react';
import { Entries } from '@/components/ui/section';
import type { StateLook } from '@/components/ui/state';
import type { WhyFact, WhyView } from '@/lib/recommendations/why.schema';
import type { Verdict } from '@/lib/rules/schema';
import { WhyTreeView } from './why-tree';
import { ageWords, flipWords, missWords, sourceWords, VERDICT_WORDS, valueWords } from './words';

/** How a verdict looks; green is for what is verified, so a match is not green. */
export function lookOfVerdict(verdict: Verdict): StateLook {
  const word = VERDICT_WORDS.get(verdict) ?? String(verdict);
  if (verdict === 'unknown') return { word, tone: 'amber', icon: CircleHelp };
  return verdict ? { word, tone: 'blue', icon: CircleCheck } : { word, tone: 'hollow', icon: CircleX };
}

type RuleWhyProps = { why: WhyView; isRecommendation?: boolean };

/** Why a rule says what it says: the sentence, what would turn it, what came near, and the condition part by part. */
export function RuleWhy({ why, isRecommendation = false }: RuleWhyProps) {
  return (
    <div className="rounded-base border bg-surface p-3">
      <p className="mb-2 break-words">{why.sentence}</p>
      <FlipLine why={why} isRecommendation={isRecommendation} />
      <NearMisses why={why} />
      {why.tree ? <WhyTreeView node={why.tree} facts={why.facts} /> : null}
      <Behind facts={why.facts} />
    </div>
  );
}

function FlipLine({ why: { flip, tree, facts }, isRecommendation }: Required<RuleWhyProps>) {
  if (!tree || facts.length === 0) return null;
  return (
    <p className="mb-2 flex items-start gap-2 text-muted">
      <ArrowLeftRight aria-hidden className="mt-0.5 size-3.5 shrink-0" />
      <span className="min-w-0 break-words">
        {flip
          ? flipWords(flip, isRecommendation)
          : 'No change of one or two facts was found that would turn this.'}
      </span>
    </p>
  );
}

function NearMisses({ why: { nearMisses } }: { why: WhyView }) {
  if (nearMisses.length === 0) return null;
  return (
    <ul aria-label="What came near" className="mb-2 flex flex-col gap-0.5 text-muted">
      {nearMisses.map((miss) => (
        <li key={miss.text} className="break-words">
          {missWords(miss)}
        </li>
      ))}
    </ul>
  );
}

/** Facts that the condition does not name, which earlier rules made something of. */
function Behind({ facts }: { facts: WhyFact[] }) {
  const behind = facts.filter(({ isBehind }) => isBehind);
  if (behind.length === 0) return null;
  return (
    <div className="mt-3">
      <p className="mb-1 text-meta text-faint">Read by earlier rules that set what this one reads</p>
      <Entries
        entries={behind.map((fact) => ({
          label: fact.name,
          value: valueWords(fact.value),
          note: [sourceWords(fact), ageWords(fact)].filter(Boolean).join(', '),
        }))}
      />
    </div>
  );
}
