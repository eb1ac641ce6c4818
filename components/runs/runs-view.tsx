'use client';

import { usePanelUrl } from '@/components/ui/panel-url';
import { SplitView } from '@/components/ui/split-view';
import type { Role } from '@/lib/people/roles.schema';
import type { StartableGraph } from './graphs';
import { RunPanel } from './run-panel';
import { RunsList } from './runs-list';

type RunsViewProps = { role: Role; graphs: StartableGraph[] };

export function RunsView({ role, graphs }: RunsViewProps) {
  const url = usePanelUrl('/runs');
  const mayAct = role !== 'viewer';
  return (
    <SplitView
      url={url}
      panelLabel="Run"
      list={<RunsList panel={url} graphs={graphs} mayAct={mayAct} />}
      panel={(id) => <RunPanel id={id} mayAct={mayAct} graphs={graphs} />}
    />
  );
}
