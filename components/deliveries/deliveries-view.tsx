'use client';

import { usePanelUrl } from '@/components/ui/panel-url';
import { SplitView } from '@/components/ui/split-view';
import { mayAct, type Role } from '@/lib/people/roles.schema';
import { DeliveriesList } from './deliveries-list';
import { DeliveryPanel } from './delivery-panel';

export function DeliveriesView({ role }: { role: Role }) {
  const url = usePanelUrl('/deliveries');
  const mayReplay = mayAct(role, 'operator');
  return (
    <SplitView
      url={url}
      panelLabel="Delivery"
      list={<DeliveriesList panel={url} role={role} />}
      panel={(id) => <DeliveryPanel id={id} mayReplay={mayReplay} />}
    />
  );
}
