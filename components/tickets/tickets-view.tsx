'use client';

import { usePanelUrl } from '@/components/ui/panel-url';
import { SplitView } from '@/components/ui/split-view';
import type { Role } from '@/lib/people/roles.schema';
import { TicketPanel } from './ticket-panel';
import { TicketsList } from './tickets-list';

export function TicketsView({ role }: { role: Role }) {
  const url = usePanelUrl('/tickets');
  return (
    <SplitView
      url={url}
      panelLabel="Ticket"
      list={<TicketsList panel={url} />}
      panel={(id) => <TicketPanel id={id} mayAct={role !== 'viewer'} />}
    />
  );
}
