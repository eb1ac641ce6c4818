'use client';

import { usePanelUrl } from '@/components/ui/panel-url';
import { SplitView } from '@/components/ui/split-view';
import type { Role } from '@/lib/people/roles.schema';
import { ConnectionPanel } from './connection-panel';
import { ConnectionsList } from './connections-list';

export function ConnectionsView({ role }: { role: Role }) {
  const url = usePanelUrl('/settings/connections');
  const mayChange = role === 'admin';
  return (
    <SplitView
      url={url}
      panelLabel="Connection"
      list={<ConnectionsList panel={url} mayChange={mayChange} />}
      panel={(id) => <ConnectionPanel id={id} role={role} onRemoved={url.close} />}
    />
  );
}
