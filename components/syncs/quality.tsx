'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { ShareLine } from '@/components/ui/lines';
import { Problem } from '@/components/ui/problem';
import { PanelSkeleton } from '@/components/ui/skeleton';
import { Day } from '@/components/ui/time';
import type { QualityOverTime } from '@/lib/catalog/schema';
import { qualityQuery } from './queries';

const MEASURES = [
  { name: 'completeness', word: 'Complete', told: 'has a value' },
  { name: 'validity', word: 'Valid', told: 'is not in quarantine and needed no fix' },
  { name: 'uniqueness', word: 'Unique', told: 'does not repeat another row’s' },
  { name: 'freshness', word: 'Fresh', told: 'was set by the CMS, in a record worked on within 30 days' },
] as const;

type FieldOverTime = QualityOverTime['fields'][number];

/** How good the library's data was, a small chart for each field and measure, all on the same days. */
export function Quality({ slug }: { slug: string }) {
  const { data, error, refetch } = useQuery(qualityQuery(slug));
  if (data === undefined) {
    return error ? <Problem error={error} onRetry={() => void refetch()} /> : <PanelSkeleton />;
  }
  const days = data.fields.flatMap(({ figures }) => figures.map(({ day }) => day)).toSorted();
  const [first] = days;
  const last = days.at(-1);
  if (first === undefined || last === undefined) {
    return <p className="text-muted">No figures yet: every night, and a day’s first scan, adds the day’s.</p>;
  }
  return (
    <div className="flex flex-col gap-4">
      <p className="text-muted">
        Shares of the rows, a day at a time, <Day at={first} /> to <Day at={last} />.
      </p>
      <p>
        <Link
          href={`/recommendations?domain=quality&account=${encodeURIComponent(slug)}`}
          className="text-accent hover:underline"
        >
          What was found wrong with it
        </Link>
      </p>
      {data.fields.map((field) => (
        <FieldCharts key={field.field} field={field} />
      ))}
    </div>
  );
}

function FieldCharts({ field: { field, figures } }: { field: FieldOverTime }) {
  const inOrder = figures.toSorted((left, right) => left.day.localeCompare(right.day));
  return (
    <figure className="rounded-base border bg-surface p-3">
      <figcaption className="mb-2 font-mono text-meta">{field}</figcaption>
      <div className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
        {MEASURES.map(({ name, word, told }) => {
          const shares = inOrder.map((figure) => figure[name]);
          const least = Math.min(...shares);
          return (
            <div key={name} title={`${field}: the share of rows whose value ${told}`}>
              <p className="flex justify-between gap-2 text-meta">
                <span className="text-muted">{word}</span>
                <span className="tabular-nums">{percent(shares.at(-1))}</span>
              </p>
              <ShareLine
                label={`${word}, ${field}: ${percent(shares.at(-1))} now, ${percent(least)} at least`}
                shares={shares}
                least={Math.min(0.9, least)}
                className="w-full"
              />
            </div>
          );
        })}
      </div>
    </figure>
  );
}

/** Rounded down, so that 100% is all of them. */
function percent(share: number | undefined): string {
  return share === undefined ? '–' : `${(Math.floor(share * 1000) / 10).toFixed(share === 1 ? 0 : 1)}%`;
}
