'use client';

import { usePanelUrl } from '@/components/ui/panel-url';
import { SplitView } from '@/components/ui/split-view';
import { TokenPanel } from './token-panel';
import { TokensList } from './tokens-list';

export function TokensBrowser() {
  const url = usePanelUrl('/settings/tokens');
  return (
    <SplitView
      url={url}
      panelLabel="Token"
      list={<TokensList panel={url} />}
      panel={(id) => <TokenPanel id={id} />}
    />
  );
}
