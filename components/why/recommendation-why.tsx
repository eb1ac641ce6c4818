'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { Problem } from '@/components/ui/problem';
import { Ago } from '@/components/ui/time';
import type { RecommendationDetail } from '@/lib/recommendations/schema';
import type { JudgedWhy, RecommendationWhy as Whys } from '@/lib/recommendations/why.schema';
import { type Difference, differencesOf } from './differences';
import { recommendationWhyQuery } from './queries';
import { RuleWhy } from './rule-why';
import { WhyTreeView } from './why-tree';

/** Why a recommendation stands: by the latest readings, and beside that as it was when its ticket opened. */
export function RecommendationWhy({ found }: { found: RecommendationDetail }) {
  const { data: whys, error, refetch } = useQuery(recommendationWhyQuery(found.id));
  return (
    <>
      {whys?.present ? <RuleWhy why={whys.present.why} isRecommendation /> : <AsFound found={found} />}
      {error ? <Problem error={error} onRetry={() => void refetch()} /> : null}
      {whys && !whys.present ? (
        <p className="mt-2 text-warn">
          No source tells of this resource now. This is what the last generation that found it saw.
        </p>
      ) : null}
      <p className="mt-2">
        <Link
          href={`/rules/${found.set}?tab=why&resource=${found.resourceId}`}
          className="text-accent hover:underline"
        >
          Why not by the other rules of this set
        </Link>
      </p>
      {whys?.frozen ? <Frozen frozen={whys.frozen} present={whys.present} /> : null}
    </>
  );
}

/** What the last generation kept with what it found. */
function AsFound({ found: { why, reason } }: { found: RecommendationDetail }) {
  if (!why) return <p>{reason}</p>;
  return (
    <div className="rounded-base border bg-surface p-3">
      <p className="mb-2">{why.sentence}</p>
      {why.node ? <WhyTreeView node={why.node} /> : null}
    </div>
  );
}

type FrozenProps = { frozen: NonNullable<Whys['frozen']>; present: JudgedWhy | null };

function Frozen({ frozen, present }: FrozenProps) {
  const [isOpen, setIsOpen] = useState(false);
  const differences = present ? differencesOf(frozen, present) : null;
  if (differences?.length === 0) {
    return (
      <p className="mt-2 text-muted">
        Nothing that it rests on has changed since {frozen.ticketKey} opened, <Ago at={frozen.frozenAt} />.
      </p>
    );
  }
  return (
    <details
      className="mt-2 rounded-base border bg-surface"
      onToggle={(event) => setIsOpen(event.currentTarget.open)}
    >
      <summary className="cursor-pointer px-3 py-2">
        As it was when {frozen.ticketKey} opened, <Ago at={frozen.frozenAt} />
      </summary>
      {isOpen ? (
        <div className="flex flex-col gap-3 px-3 pb-3">
          {differences ? <Differences differences={differences} /> : null}
          <p className="text-meta text-faint">
            Version {frozen.version}, judged <Ago at={frozen.at} />
          </p>
          <RuleWhy why={frozen.why} isRecommendation />
        </div>
      ) : null}
    </details>
  );
}

function Differences({ differences }: { differences: Difference[] }) {
  return (
    <ul aria-label="What has changed since" className="flex flex-col gap-0.5">
      {differences.map(({ what, before, after }) => (
        <li key={what} className="break-words">
          <span className="font-mono text-meta text-muted">{what}</span>: {before} then, {after} now
        </li>
      ))}
    </ul>
  );
}
