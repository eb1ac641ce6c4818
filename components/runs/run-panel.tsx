'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { durationWords } from '@/components/ui/durations';
import { Problem } from '@/components/ui/problem';
import { Entries, Section } from '@/components/ui/section';
import { PanelSkeleton } from '@/components/ui/skeleton';
import { State } from '@/components/ui/state';
import { Tab, TabList, TabPanel, Tabs } from '@/components/ui/tabs';
import { Ago } from '@/components/ui/time';
import type { RunDetail } from '@/lib/runs/schema';
import type { StartableGraph } from './graphs';
import { runQuery } from './queries';
import { RunActions } from './run-actions';
import { RunCause } from './run-cause';
import { RunEffects } from './run-effects';
import { RunJobs } from './run-jobs';
import { isActive, RUN_LOOKS } from './states';

const RunGraph = dynamic(() => import('./run-graph').then((module) => module.RunGraph), {
  ssr: false,
  loading: PanelSkeleton,
});
const RunLog = dynamic(() => import('./run-log').then((module) => module.RunLog), {
  ssr: false,
  loading: PanelSkeleton,
});

type RunPanelProps = { id: string; mayAct: boolean; graphs: StartableGraph[] };

export function RunPanel({ id, mayAct, graphs }: RunPanelProps) {
  const { data: run, error, refetch } = useQuery(runQuery(id));
  if (run === undefined) {
    return error ? <Problem error={error} onRetry={() => void refetch()} /> : <PanelSkeleton />;
  }
  const title = graphs.find(({ name }) => name === run.graph)?.title ?? run.graph;
  return (
    <>
      <h1 className="text-title font-semibold">{title}</h1>
      <p className="mt-1 flex flex-wrap items-center gap-x-4 gap-y-1">
        <State look={RUN_LOOKS[run.state]} />
        <span className="text-muted">
          {run.trigger} by {run.requestedBy}, <Ago at={run.requestedAt} />
        </span>
      </p>
      <RunCause run={run} />
      {mayAct ? <RunActions run={run} /> : null}
      <Tabs defaultValue="jobs" className="mt-4">
        <TabList label="Parts of the run">
          <Tab value="jobs">Jobs</Tab>
          <Tab value="graph">Graph</Tab>
          <Tab value="log">Log</Tab>
        </TabList>
        <TabPanel value="jobs">
          <RunJobs run={run} mayAct={mayAct} />
          <RunEffects run={run} />
          <RunFacts run={run} />
        </TabPanel>
        <TabPanel value="graph">
          <RunGraph run={run} />
        </TabPanel>
        <TabPanel value="log">
          <RunLog runId={run.id} isLive={isActive(run)} />
        </TabPanel>
      </Tabs>
    </>
  );
}

function RunFacts({ run }: { run: RunDetail }) {
  return (
    <Section title="About this run">
      <Entries
        entries={[
          { label: 'Active time', value: durationWords(run.activeMs) },
          { label: 'Elapsed', value: durationWords(run.elapsedMs) },
          { label: 'Key', value: run.key ?? 'none: started by hand' },
          { label: 'Epoch', value: run.epoch },
          { label: 'Mode', value: run.mode ?? 'not resolved yet' },
          { label: 'Input', value: <code className="font-mono text-meta">{JSON.stringify(run.input)}</code> },
        ]}
      />
    </Section>
  );
}
