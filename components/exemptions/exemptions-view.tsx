'use client';

import { usePanelUrl } from '@/components/ui/panel-url';
import { SplitView } from '@/components/ui/split-view';
import { mayAct, type Role } from '@/lib/people/roles.schema';
import { ExemptionPanel } from './exemption-panel';
import { ExemptionsList } from './exemptions-list';

export function ExemptionsView({ role }: { role: Role }) {
  const url = usePanelUrl('/exemptions');
  const mayExempt = mayAct(role, 'operator');
  return (
    <SplitView
      url={url}
      panelLabel="Exemption"
      list={<ExemptionsList panel={url} mayExempt={mayExempt} />}
      panel={(id) => <ExemptionPanel id={id} mayExempt={mayExempt} />}
    />
  );
}
