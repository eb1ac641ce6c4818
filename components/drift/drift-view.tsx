'use client';

import { usePanelUrl } from '@/components/ui/panel-url';
import { SplitView } from '@/components/ui/split-view';
import { mayAct, type Role } from '@/lib/people/roles.schema';
import { DriftList } from './drift-list';
import { RecordPanel } from './record-panel';
import { pathOfRecord } from './url';

export function DriftView({ role }: { role: Role }) {
  const url = usePanelUrl('/drift', pathOfRecord);
  const mayRepair = mayAct(role, 'operator');
  return (
    <SplitView
      url={url}
      panelLabel="Record"
      list={<DriftList panel={url} mayRepair={mayRepair} />}
      panel={(id) => <RecordPanel id={id} mayRepair={mayRepair} />}
    />
  );
}
