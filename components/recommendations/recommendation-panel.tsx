'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { hrefOfSync } from '@/components/syncs/url';
import { Money } from '@/components/ui/money';
import { Problem } from '@/components/ui/problem';
import { Section } from '@/components/ui/section';
import { PanelSkeleton } from '@/components/ui/skeleton';
import { State } from '@/components/ui/state';
import { Ago } from '@/components/ui/time';
import { RecommendationWhy } from '@/components/why/recommendation-why';
import type { RecommendationDetail } from '@/lib/recommendations/schema';
import { RecommendationActions } from './actions';
import { Costs } from './costs';
import { FactList } from './fact-list';
import { History } from './history';
import { RecommendationNotices } from './notices';
import { recommendationQuery } from './queries';
import { actionWords, lookOf } from './states';

export function RecommendationPanel({ id, mayAct }: { id: string; mayAct: boolean }) {
  const { data: found, error, refetch } = useQuery(recommendationQuery(id));
  if (found === undefined) {
    return error ? <Problem error={error} onRetry={() => void refetch()} /> : <PanelSkeleton />;
  }
  return (
    <>
      <Head found={found} />
      <RecommendationNotices found={found} />
      <RecommendationActions found={found} mayAct={mayAct} />
      <Section title="Why" aside={`${found.setTitle}, version ${found.ruleVersion}`}>
        <RecommendationWhy found={found} />
        {found.rationale ? <p className="mt-2 text-muted">{found.rationale}</p> : null}
      </Section>
      <Costs found={found} />
      <Section title="Facts">
        <FactList found={found} />
      </Section>
      <Section title="History">
        <History found={found} />
      </Section>
    </>
  );
}

/** What it is worth; data that gets worse has no price, and leads to its figures instead. */
function Worth({ found }: { found: RecommendationDetail }) {
  const { realised } = found;
  if (found.domain === 'quality') {
    return (
      <p>
        <Link href={hrefOfSync(found.account, 'quality')} className="text-accent hover:underline">
          Data quality of the sync {found.account}
        </Link>
      </p>
    );
  }
  return (
    <p className="text-figure">
      {realised ? (
        <Money amount={realised.cash} currency={realised.currency} isVerified />
      ) : (
        <Money
          amount={found.savings}
          currency={found.currency}
          unknown={found.savingsUnknown.join(', ') || 'no saving is counted'}
        />
      )}
      <span className="text-body text-faint"> /mo{realised ? ' verified' : ''}</span>
    </p>
  );
}

function Head({ found }: { found: RecommendationDetail }) {
  return (
    <>
      <Worth found={found} />
      <h1 className="mt-1 break-words text-title font-semibold">
        {actionWords(found.action)} {found.resourceName ?? found.nativeId}
      </h1>
      <p className="mt-1 flex flex-wrap items-center gap-x-4 gap-y-1">
        <State look={lookOf(found)} />
        <span className="text-muted">
          since <Ago at={found.statusAt} />, found <Ago at={found.firstFoundAt} />
        </span>
      </p>
      <p className="mt-1 break-words text-muted">
        {[found.kind, found.provider, found.account, found.region, found.nativeId]
          .filter(Boolean)
          .join(' · ')}
      </p>
    </>
  );
}
