'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Problem } from '@/components/ui/problem';
import { PageHeader, Section } from '@/components/ui/section';
import { PanelSkeleton, Skeleton } from '@/components/ui/skeleton';
import type { Role } from '@/lib/people/roles.schema';
import type { Overview } from '@/lib/recommendations/schema';
import type { Attention } from '@/lib/runs/schema';
import { Boards } from './boards';
import { Freshness } from './freshness';
import { MoneyFigures } from './money-figures';
import { NeedsPerson } from './needs-person';
import { NotCovered } from './not-covered';
import { overviewQuery } from './queries';

const VerifiedChart = dynamic(() => import('./verified-chart').then((module) => module.VerifiedChart), {
  ssr: false,
  loading: () => <Skeleton className="h-48 w-full" />,
});

export function OverviewView({ role, attention }: { role: Role; attention: Attention }) {
  const { data: overview, error, refetch } = useQuery(overviewQuery());
  return (
    <>
      <PageHeader title="Overview" summary={overview ? <Freshness overview={overview} /> : null} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="flex max-w-[1200px] flex-col px-4 pb-8">
          {error ? (
            <div className="mt-4">
              <Problem error={error} onRetry={() => void refetch()} />
            </div>
          ) : null}
          {overview === undefined ? (
            error ? null : (
              <PanelSkeleton />
            )
          ) : (
            <Body overview={overview} role={role} attention={attention} />
          )}
        </div>
      </div>
    </>
  );
}

type BodyProps = { overview: Overview; role: Role; attention: Attention };

function Body({ overview, role, attention }: BodyProps) {
  if (overview.dataThrough === null && overview.lastGenerationAt === null) return <NoData />;
  return (
    <>
      <NeedsPerson overview={overview} attention={attention} />
      <NotCovered overview={overview} mayAct={role !== 'viewer'} />
      <MoneyFigures overview={overview} />
      {overview.verifiedByMonth.length > 0 ? (
        <Section title="Verified by month">
          <VerifiedChart months={overview.verifiedByMonth} />
        </Section>
      ) : null}
      <Section title="Boards" aside="what each owner has open, by saving">
        <Boards boards={overview.boards} />
      </Section>
    </>
  );
}

function NoData() {
  return (
    <EmptyState
      title="Add a bill"
      action={
        <Button asChild look="primary">
          <Link href="/sources">Go to Sources</Link>
        </Button>
      }
    >
      A FOCUS export of your cloud bill is enough to begin. An inventory lets the rules about use and
      attachment see too.
    </EmptyState>
  );
}
