'use client';

import { usePanelUrl } from '@/components/ui/panel-url';
import { SplitView } from '@/components/ui/split-view';
import { mayAct, type Role } from '@/lib/people/roles.schema';
import { HeldPanel } from './held-panel';
import { QuarantineList } from './quarantine-list';

export function QuarantineView({ role }: { role: Role }) {
  const url = usePanelUrl('/quarantine');
  const maySettle = mayAct(role, 'operator');
  return (
    <SplitView
      url={url}
      panelLabel="Held change"
      list={<QuarantineList panel={url} maySettle={maySettle} />}
      panel={(id) => <HeldPanel id={id} maySettle={maySettle} />}
    />
  );
}
