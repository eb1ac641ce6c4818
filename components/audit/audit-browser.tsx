'use client';

import { usePanelUrl } from '@/components/ui/panel-url';
import { SplitView } from '@/components/ui/split-view';
import { AuditList } from './audit-list';
import { AuditPanel } from './audit-panel';

export function AuditBrowser() {
  const url = usePanelUrl('/settings/audit');
  return (
    <SplitView
      url={url}
      panelLabel="Audit event"
      list={<AuditList panel={url} />}
      panel={(id) => <AuditPanel id={id} />}
    />
  );
}
