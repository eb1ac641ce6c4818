'use client';

import Link from 'next/link';
import { Progress } from '@/components/ui/progress';
import { State } from '@/components/ui/state';
import type { TakenResult } from '@/lib/rules/files/schema';
import { OUTCOME_LOOKS } from './import-states';
import { hrefOfRuleSet } from './url';

type ImportResultsProps = { results: TakenResult[]; total: number; isBusy: boolean };

/** What became of each file, as it is told. */
export function ImportResults({ results, total, isBusy }: ImportResultsProps) {
  const refused = results.filter(({ outcome }) => outcome === 'refused').length;
  return (
    <section aria-label="What became of them" className="flex flex-col gap-3 p-4">
      {isBusy ? <Progress label="Taking the files" done={results.length} total={total} /> : null}
      <p role="status" className="font-semibold">
        {results.length - refused} of {total} taken{refused > 0 ? `, ${refused} refused` : ''}
      </p>
      <ul className="divide-y rounded-base border bg-surface">
        {results.map(({ path, slug, outcome, version, draft, error }) => (
          <li key={path} className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 px-3 py-2">
            <span className="w-28 shrink-0">
              <State look={OUTCOME_LOOKS[outcome]} />
            </span>
            <span className="min-w-0 flex-1 basis-48 break-words">
              {slug && outcome !== 'refused' ? (
                <Link href={hrefAt(slug, draft)} className="text-accent hover:underline">
                  {slug}
                </Link>
              ) : (
                (slug ?? path)
              )}
              {version === null ? null : `, version ${version}`}
              {draft === null ? null : `, draft ${draft}`}
              {error ? <span className="block text-bad">{error}</span> : null}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function hrefAt(slug: string, draft: number | null): string {
  return draft === null ? hrefOfRuleSet(slug) : `${hrefOfRuleSet(slug)}?draft=${draft}`;
}
