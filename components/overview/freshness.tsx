import { CircleAlert } from 'lucide-react';
import { Ago, Day } from '@/components/ui/time';
import type { Overview } from '@/lib/recommendations/schema';

/** How fresh all below is. A success that is missing is how a failure shows: then the line is amber. */
export function Freshness({ overview }: { overview: Overview }) {
  const { dataThrough, spendCovered, lastGenerationAt, isGenerationOverdue } = overview;
  if (dataThrough === null && lastGenerationAt === null) return null;
  return (
    <p className="flex flex-wrap gap-x-3">
      <span>Data through {dataThrough === null ? 'no day yet' : <Day at={dataThrough} withYear />}</span>
      {spendCovered.map(({ currency, share }) => (
        <span key={currency} className={share < 0.95 ? 'text-warn' : undefined}>
          {Math.floor(share * 100)}% of spend covered{spendCovered.length > 1 ? ` (${currency})` : ''}
        </span>
      ))}
      <span className={isGenerationOverdue ? 'inline-flex items-center gap-1 text-warn' : undefined}>
        {isGenerationOverdue ? <CircleAlert aria-hidden className="size-3.5" /> : null}
        Last successful generation <Ago at={lastGenerationAt} />
        {isGenerationOverdue ? ', overdue' : ''}
      </span>
    </p>
  );
}
