import { Money } from '@/components/ui/money';
import { Entries } from '@/components/ui/section';
import { Day } from '@/components/ui/time';
import type { RecommendationDetail } from '@/lib/recommendations/schema';

/** What the rule saw, each with the source it came from and how far that reached. */
export function FactList({ found }: { found: RecommendationDetail }) {
  if (found.facts.length === 0)
    return <p className="text-muted">The snapshot has no facts of this resource.</p>;
  return (
    <Entries
      entries={found.facts.map(({ name, value, money, source, dataThrough }) => ({
        id: `${name}:${source}`,
        label: name,
        value: money === null ? <Value value={value} /> : <Money amount={money} currency={found.currency} />,
        note: (
          <>
            {source}
            {dataThrough ? (
              <>
                {' '}
                through <Day at={dataThrough} />
              </>
            ) : null}
          </>
        ),
      }))}
    />
  );
}

function Value({ value }: { value: unknown }) {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return <span className="tabular-nums">{Number(value.toPrecision(8))}</span>;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return <code className="font-mono text-meta">{JSON.stringify(value)}</code>;
}
