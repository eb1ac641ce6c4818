import { counted } from '@/components/changes/words';
import { Bars } from '@/components/ui/lines';
import { Ago } from '@/components/ui/time';
import type { DeliveriesSummary } from '@/lib/deliveries/schema';

/** What came in the last hour, minute by minute, and what is not worked on yet. */
export function Arrivals({ summary }: { summary: DeliveriesSummary | undefined }) {
  const counts = summary?.arrivals.map(({ count }) => count) ?? [];
  const sum = counts.reduce((total, count) => total + count, 0);
  const words = `${counted(sum, 'arrival')} in the last hour`;
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <Bars
        label={`${words}, at most ${Math.max(0, ...counts).toLocaleString('en-US')} a minute`}
        counts={counts}
        className="w-40 max-sm:w-24"
      />
      <span className="tabular-nums">{summary ? words : null}</span>
      {summary && summary.blockedKeys > 0 ? (
        <span className="text-bad">{counted(summary.blockedKeys, 'blocked key')}</span>
      ) : null}
      {summary?.oldestPendingAt ? (
        <span>
          oldest pending <Ago at={summary.oldestPendingAt} />
        </span>
      ) : null}
    </span>
  );
}
