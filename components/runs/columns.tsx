import type { Column } from '@/components/ui/data-table';
import { State } from '@/components/ui/state';
import { Ago, Lasted } from '@/components/ui/time';
import type { RunView } from '@/lib/runs/schema';
import type { StartableGraph } from './graphs';
import { RUN_LOOKS } from './states';

/** `graphs` tells the titles of those that are known. */
export function runColumns(graphs: StartableGraph[]): Column<RunView>[] {
  return [
    {
      id: 'state',
      header: 'State',
      width: '11rem',
      narrow: 'state',
      cell: (run) => <State look={RUN_LOOKS[run.state]} title={run.error ?? undefined} />,
    },
    {
      id: 'graph',
      header: 'Graph',
      narrow: 'what',
      isLink: true,
      cell: (run) => <GraphName run={run} graphs={graphs} />,
    },
    {
      id: 'trigger',
      header: 'Trigger',
      width: '14rem',
      from: 'wide',
      cell: (run) => (
        <span title={run.requestedBy}>
          {run.trigger} <span className="text-faint">by {run.requestedBy}</span>
        </span>
      ),
    },
    {
      id: 'progress',
      header: 'Jobs',
      width: '5rem',
      align: 'right',
      from: 'mid',
      cell: (run) => (
        <span className="tabular-nums">
          {run.jobsEnded} of {run.jobsTotal}
        </span>
      ),
    },
    {
      id: 'duration',
      header: 'Duration',
      width: '7rem',
      align: 'right',
      narrow: 'money',
      cell: (run) => <Lasted from={run.startedAt} to={run.endedAt} />,
    },
    {
      id: 'requestedAt',
      header: 'Started',
      width: '7.5rem',
      align: 'right',
      sort: 'desc',
      narrow: 'age',
      cell: (run) => <Ago at={run.startedAt ?? run.requestedAt} />,
    },
  ];
}

function GraphName({ run, graphs }: { run: RunView; graphs: StartableGraph[] }) {
  const title = graphs.find(({ name }) => name === run.graph)?.title ?? run.graph;
  return (
    <>
      {title}
      {run.key ? <span className="font-normal text-faint"> {run.key}</span> : null}
    </>
  );
}
