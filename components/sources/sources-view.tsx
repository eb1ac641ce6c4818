'use client';

import { usePanelUrl } from '@/components/ui/panel-url';
import { SplitView } from '@/components/ui/split-view';
import type { Role } from '@/lib/people/roles.schema';
import { SourcePanel } from './source-panel';
import { SourcesList } from './sources-list';

type SourcesViewProps = { role: Role; requiredColumns: readonly string[] };

export function SourcesView({ role, requiredColumns }: SourcesViewProps) {
  const url = usePanelUrl('/sources');
  const mayAct = role !== 'viewer';
  return (
    <SplitView
      url={url}
      panelLabel="Source"
      list={<SourcesList panel={url} mayAct={mayAct} requiredColumns={requiredColumns} />}
      panel={(id) => <SourcePanel id={id} mayAct={mayAct} requiredColumns={requiredColumns} />}
    />
  );
}
