import { CircleAlert } from 'lucide-react';
import type { Column } from '@/components/ui/data-table';
import { Unknown } from '@/components/ui/money';
import { ShareBar } from '@/components/ui/progress';
import { Ago, Day } from '@/components/ui/time';
import type { SourceView } from '@/lib/sources/views.schema';
import { KIND_WORDS, wholeShare } from './states';

export const SOURCE_COLUMNS: Column<SourceView>[] = [
  { id: 'name', header: 'Source', sort: 'asc', narrow: 'what', isLink: true, cell: (source) => source.name },
  { id: 'kind', header: 'Kind', width: '7.5rem', from: 'mid', cell: (source) => KIND_WORDS[source.kind] },
  {
    id: 'dataThrough',
    header: 'Data through',
    width: '8rem',
    sort: 'asc',
    narrow: 'money',
    cell: (source) => <DataThrough source={source} />,
  },
  {
    id: 'coverage',
    header: 'Coverage',
    width: '9rem',
    narrow: 'state',
    cell: ({ coverage, waiting }) => (
      <>
        <CoverageBar coverage={coverage} />
        {waiting > 0 ? <span className="text-warn @xl:hidden">{waiting} waiting for an answer</span> : null}
      </>
    ),
  },
  {
    id: 'waiting',
    header: 'Waiting',
    width: '5.5rem',
    align: 'right',
    from: 'mid',
    cell: ({ waiting }) => (
      <span
        title={waiting > 0 ? 'Billing months that wait for an answer' : undefined}
        className={waiting > 0 ? 'text-warn tabular-nums' : 'text-faint tabular-nums'}
      >
        {waiting}
      </span>
    ),
  },
  {
    id: 'rowsRefused',
    header: 'Rows refused',
    width: '7rem',
    align: 'right',
    from: 'mid',
    cell: ({ rowsRefused, kind }) =>
      rowsRefused === null ? (
        <Unknown reason={kind === 'quality' ? 'nothing is uploaded to it' : 'no file was sent yet'} />
      ) : (
        <span className={rowsRefused > 0 ? 'text-warn tabular-nums' : 'tabular-nums'}>
          {rowsRefused.toLocaleString('en-US')}
        </span>
      ),
  },
  {
    id: 'join',
    header: 'Join %',
    width: '5.5rem',
    align: 'right',
    from: 'wide',
    cell: ({ joinShare }) =>
      joinShare === null ? (
        <Unknown reason="only a bill is joined to resources" />
      ) : (
        <span className="tabular-nums">{(joinShare * 100).toFixed(1)}</span>
      ),
  },
  {
    id: 'lastRead',
    header: 'Last read',
    width: '8rem',
    align: 'right',
    sort: 'asc',
    narrow: 'age',
    cell: (source) => <Ago at={source.lastReadAt} />,
  },
];

function DataThrough({ source }: { source: SourceView }) {
  if (source.dataThrough === null) return <Unknown reason="nothing was read yet" />;
  return (
    <span className={source.isStale ? 'inline-flex items-center gap-1 align-top text-warn' : undefined}>
      {source.isStale ? <CircleAlert role="img" aria-label="stale" className="size-3.5 shrink-0" /> : null}
      <Day at={source.dataThrough} withYear />
    </span>
  );
}

function CoverageBar({ coverage }: Pick<SourceView, 'coverage'>) {
  const whole = wholeShare(coverage);
  if (whole === null) return <Unknown reason="nothing was read yet" />;
  return <ShareBar label="Scopes read whole" {...whole} />;
}
