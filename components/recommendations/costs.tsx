'use client';

import { ChevronRight } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { Money } from '@/components/ui/money';
import { Section } from '@/components/ui/section';
import { PanelSkeleton, Skeleton } from '@/components/ui/skeleton';
import type { RecommendationDetail } from '@/lib/recommendations/schema';
import { type ChargesRange, dayAfter } from './charges-range';

const CostChart = dynamic(() => import('./cost-chart').then((module) => module.CostChart), {
  ssr: false,
  loading: () => <Skeleton className="h-40 w-full" />,
});

const Charges = dynamic(() => import('./charges').then((module) => module.Charges), {
  ssr: false,
  loading: PanelSkeleton,
});

/** What it costs a day, and the rows of the bill that the shown days are made of; a day of the chart opens its own. */
export function Costs({ found }: { found: RecommendationDetail }) {
  const { days, currency } = found.costs;
  const [isOpen, setIsOpen] = useState(false);
  const [chosen, setChosen] = useState<ChargesRange | null>(null);
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return null;
  const whole = { from: first.day, to: dayAfter(last.day), isCountedOnly: true };
  const sum = days.reduce((total, { cash, committed }) => total + Number(cash) + Number(committed), 0);
  const openDay = (day: string) => {
    setChosen({ from: day, to: dayAfter(day), isCountedOnly: true });
    setIsOpen(true);
  };
  return (
    <Section
      title="What it costs a day"
      aside={
        <>
          <Money amount={String(Number(sum.toFixed(6)))} currency={currency} /> in {days.length}{' '}
          {days.length === 1 ? 'day' : 'days'}
        </>
      }
    >
      <CostChart costs={found.costs} onDay={openDay} />
      <details className="group mt-2" open={isOpen} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
        <summary className="flex list-none items-center gap-1 text-accent hover:underline">
          <ChevronRight aria-hidden className="size-4 group-open:rotate-90" /> The rows of the bill behind it
        </summary>
        {isOpen ? (
          <Charges
            resourceId={found.resourceId}
            range={chosen ?? whole}
            isWhole={chosen === null}
            onRange={setChosen}
          />
        ) : null}
      </details>
    </Section>
  );
}
