'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { CostTotalsLine } from '@/components/costs/cost-totals';
import { costsOfSource } from '@/components/costs/url';
import { hrefOfSync } from '@/components/syncs/url';
import { Notice } from '@/components/ui/notice';
import { Problem } from '@/components/ui/problem';
import { Section } from '@/components/ui/section';
import { PanelSkeleton } from '@/components/ui/skeleton';
import { Ago, Day } from '@/components/ui/time';
import type { SourceDetail } from '@/lib/sources/views.schema';
import { HeatGrid, scopeWords } from './heat-grid';
import { Imports } from './imports';
import { Meeting } from './meeting';
import { sourceQuery } from './queries';
import { SharedMonths } from './shared-months';
import { SourceSettings } from './source-settings';
import { KIND_WORDS } from './states';
import { UploadBox } from './upload-box';
import { Waiting } from './waiting';

const SHOWN = 20;

type SourcePanelProps = { id: string; mayAct: boolean; requiredColumns: readonly string[] };

export function SourcePanel({ id, mayAct, requiredColumns }: SourcePanelProps) {
  const { data: source, error, refetch } = useQuery(sourceQuery(id));
  if (source === undefined) {
    return error ? <Problem error={error} onRetry={() => void refetch()} /> : <PanelSkeleton />;
  }
  const takesFiles = source.kind !== 'quality';
  return (
    <>
      <h1 className="break-words text-title font-semibold">{source.name}</h1>
      <SourceLine source={source} />
      {source.config.sync === null ? null : <Measured sync={source.config.sync} />}
      <SharedMonths source={source} />
      {source.kind === 'focus' ? <Waiting key={source.id} sourceId={source.id} mayAct={mayAct} /> : null}
      {mayAct && takesFiles ? (
        <Section title="Upload">
          <UploadBox key={source.id} source={source} requiredColumns={requiredColumns} />
        </Section>
      ) : null}
      <Section title="Coverage" aside="what was read whole, in part, or not, by day">
        <HeatGrid grid={source.grid} />
        <NotWhole source={source} />
      </Section>
      {takesFiles ? <Meeting source={source} /> : null}
      {source.kind === 'focus' && source.dataThrough ? <SourceCost sourceId={source.id} /> : null}
      {takesFiles ? (
        <Section title="Imports">
          <Imports key={source.id} source={source} mayAct={mayAct} />
        </Section>
      ) : null}
      {mayAct && takesFiles ? (
        <Section title="Settings">
          <SourceSettings key={source.id} source={source} />
        </Section>
      ) : null}
    </>
  );
}

/** Where its facts come from, as nobody sends them. */
function Measured({ sync }: { sync: string }) {
  return (
    <p className="mt-2 text-muted">
      Measured every night, and with a day’s first scan, as long as the sync is on:{' '}
      <Link href={hrefOfSync(sync, 'quality')} className="text-accent hover:underline">
        the figures of {sync}
      </Link>
    </p>
  );
}

function SourceLine({ source }: { source: SourceDetail }) {
  return (
    <p className="mt-1 flex flex-wrap gap-x-4 text-muted">
      <span>{KIND_WORDS[source.kind]}</span>
      <span>data through {source.dataThrough ? <Day at={source.dataThrough} withYear /> : 'no day yet'}</span>
      <span>
        last read <Ago at={source.lastReadAt} />
      </span>
      {source.joinShare === null ? null : (
        <span>{(source.joinShare * 100).toFixed(1)}% of its rows tied to resources</span>
      )}
    </p>
  );
}

/** What its settled days cost; the charges are a click away. */
function SourceCost({ sourceId }: { sourceId: string }) {
  return (
    <Section
      title="Cost of 30 days"
      aside={
        <Link href={`/costs?source=${sourceId}`} className="text-accent hover:underline">
          Show charges
        </Link>
      }
    >
      <CostTotalsLine url={costsOfSource(sourceId)} />
    </Section>
  );
}

/** What the newest reading did not see whole, and why. */
function NotWhole({ source }: { source: SourceDetail }) {
  const lacking = source.scopes.filter(({ level }) => level !== 'whole').slice(0, SHOWN);
  if (lacking.length === 0) return null;
  return (
    <div className="mt-3">
      <Notice look="amber" title="Not covered by the newest reading">
        <ul className="flex flex-col gap-1">
          {lacking.map((scope) => (
            <li key={scopeWords(scope)}>
              {scopeWords(scope)}: {scope.reason ?? (scope.level === 'none' ? 'not read' : 'read in part')}
            </li>
          ))}
        </ul>
        What rests on it stays as it was. None closed, none counted as saved.
      </Notice>
    </div>
  );
}
