'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Problem } from '@/components/ui/problem';
import { PageHeader } from '@/components/ui/section';
import type { Role } from '@/lib/people/roles.schema';
import type { Comparison, TakenResult } from '@/lib/rules/files/schema';
import { type Choices, filesToTake, firstChoices } from './import-choice';
import { ImportFiles } from './import-files';
import { ImportResults } from './import-results';
import { ImportStart } from './import-start';
import { ImportTake } from './import-take';
import { compareFiles, takeFiles } from './queries';

type ImportViewProps = { role: Role; hasFolder: boolean };

/** Files are compared, looked at and chosen from, and what became of them is told: one after the other. */
export function ImportView({ role, hasFolder }: ImportViewProps) {
  const compare = useMutation(compareFiles);
  const [round, setRound] = useState(0);
  const again = () => {
    compare.reset();
    setRound(round + 1);
  };
  return (
    <>
      <PageHeader
        title="Import rules"
        summary={
          <Link href="/rules" className="inline-flex items-center gap-1 hover:text-ink">
            <ArrowLeft aria-hidden className="size-4" /> Rules
          </Link>
        }
        actions={compare.data ? <Button onClick={again}>Compare others</Button> : null}
      />
      {role === 'viewer' ? (
        <EmptyState title="Rules are imported by operators">
          You may look at every rule set, and export them.
        </EmptyState>
      ) : compare.data ? (
        <Compared key={round} comparison={compare.data} />
      ) : (
        <div className="flex flex-col gap-4 p-4">
          <ImportStart
            hasFolder={hasFolder}
            isBusy={compare.isPending}
            onFile={(upload) => compare.mutate({ upload })}
            onFolder={(folder) => compare.mutate({ folder })}
          />
          {compare.error ? <Problem error={compare.error} /> : null}
        </div>
      )}
    </>
  );
}

function Compared({ comparison }: { comparison: Comparison }) {
  const [choices, setChoices] = useState<Choices>(() => firstChoices(comparison.files));
  const [results, setResults] = useState<TakenResult[]>([]);
  const take = useMutation(takeFiles(useQueryClient()));
  const files = filesToTake(comparison.files, choices);
  const start = (how: { note: string; publish: boolean }) =>
    take.mutate({ ...how, files, onResults: (some) => setResults((before) => [...before, ...some]) });
  if (!take.isIdle) {
    return (
      <div className="min-h-0 flex-1 overflow-y-auto">
        <ImportResults results={results} total={files.length} isBusy={take.isPending} />
        {take.error ? (
          <div className="px-4 pb-4">
            <Problem error={take.error} />
            <p className="mt-2 text-muted">What is listed above was taken. Compare again to see the rest.</p>
          </div>
        ) : null}
      </div>
    );
  }
  return (
    <>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <ImportFiles comparison={comparison} choices={choices} onChoices={setChoices} />
      </div>
      <ImportTake count={files.length} isBusy={take.isPending} onTake={start} />
    </>
  );
}
