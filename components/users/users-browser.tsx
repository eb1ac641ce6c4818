'use client';

import { usePanelUrl } from '@/components/ui/panel-url';
import { SplitView } from '@/components/ui/split-view';
import { UserPanel } from './user-panel';
import { UsersList } from './users-list';

export function UsersBrowser({ viewerId }: { viewerId: string }) {
  const url = usePanelUrl('/settings/users');
  return (
    <SplitView
      url={url}
      panelLabel="User"
      list={<UsersList panel={url} viewerId={viewerId} />}
      panel={(id) => <UserPanel id={id} viewerId={viewerId} />}
    />
  );
}
