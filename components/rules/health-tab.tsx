'use client';

import { useQuery } from '@tanstack/react-query';
import { counted } from '@/components/changes/words';
import { Problem } from '@/components/ui/problem';
import { ScrollBox } from '@/components/ui/scroll-box';
import { PanelSkeleton } from '@/components/ui/skeleton';
import { Ago } from '@/components/ui/time';
import { HealthRow } from './health-row';
import { ruleSetHealthQuery } from './queries';

/** How the published rules do: what they matched, what people made of it, and what it saved. */
export function HealthTab({ slug }: { slug: string }) {
  const { data: health, error, refetch } = useQuery(ruleSetHealthQuery(slug));
  if (health === undefined) {
    return error ? <Problem error={error} onRetry={() => void refetch()} /> : <PanelSkeleton />;
  }
  const { rules, generations, since } = health;
  if (since === null || rules.every((rule) => rule.generations === 0)) {
    return (
      <p className="text-muted">
        No generation has judged by these rules in the last 30 days. It is told here after the next one; rules
        that judge deliveries or plans are not in generations.
      </p>
    );
  }
  return (
    <>
      <p className="text-muted">
        {counted(generations, 'generation')} since <Ago at={since} />. What was decided counts for the rule
        that found it last.
      </p>
      <ScrollBox label="Health of each rule, by its figures" className="mt-2">
        <table
          aria-label="Health of each rule"
          className="w-full min-w-[30rem] border-separate border-spacing-0"
        >
          <thead>
            <tr>
              {['Matches', 'Unknown', 'Dismissed', 'Saved /mo', 'Last match'].map((header) => (
                <th
                  key={header}
                  scope="col"
                  className="h-8 border-b px-2 text-left text-meta font-normal text-faint first:pl-0"
                >
                  {header}
                </th>
              ))}
            </tr>
          </thead>
          {rules.map((rule) => (
            <HealthRow key={rule.rule} health={rule} />
          ))}
        </table>
      </ScrollBox>
    </>
  );
}
