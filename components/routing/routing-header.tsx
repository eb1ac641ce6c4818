import clsx from 'clsx';
import Link from 'next/link';
import type { ReactNode } from 'react';
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
      summary={
        <nav aria-label="Pages of routing" className="flex flex-wrap gap-1">
          {PAGES.map(({ id, href, name }) => (
            <Link
              key={id}
              href={href}
              aria-current={id === here ? 'page' : undefined}
              className={clsx(
                'rounded-base px-2 py-1',
                id === here ? 'bg-accent-soft font-semibold text-ink' : 'hover:bg-hover',
              )}
            >
              {name}
            </Link>
          ))}
        </nav>
      }
      actions={actions}
    />
  );
}
