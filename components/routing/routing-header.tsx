import type { ReactNode } from 'react';
import { PageLinks } from '@/components/ui/page-links';
import { PageHeader } from '@/components/ui/section';

const PAGES = [
  { id: 'routes', href: '/settings/routing', name: 'Routes' },
  { id: 'accounts', href: '/settings/routing/accounts', name: 'Accounts' },
  { id: 'where', href: '/settings/routing/where', name: 'Where would this go?' },
] as const;

/** The head of the pages of routing: whose tickets go where, whose accounts are whose, and the question in between. */
export function RoutingHeader({
  here,
  actions,
}: {
  here: (typeof PAGES)[number]['id'];
  actions?: ReactNode;
}) {
  return (
    <PageHeader
      title="Routing"
      summary={<PageLinks label="Pages of routing" pages={PAGES} here={here} />}
      actions={actions}
    />
  );
}
