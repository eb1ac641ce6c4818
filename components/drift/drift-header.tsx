'use client';

import type { ReactNode } from 'react';
import { PageLinks } from '@/components/ui/page-links';
import { PageHeader } from '@/components/ui/section';

const PAGES = [
  { id: 'catalogue', href: '/drift', name: 'Catalogue' },
  { id: 'tickets', href: '/tickets', name: 'Tickets' },
  { id: 'ignores', href: '/drift/ignores', name: 'Ignored' },
  { id: 'repairs', href: '/drift/repairs', name: 'Repairs' },
] as const;

type DriftHeaderProps = { here: (typeof PAGES)[number]['id']; actions?: ReactNode };

/** The head of the area's pages: what differs, what is set aside, what was repaired. */
export function DriftHeader({ here, actions }: DriftHeaderProps) {
  return (
    <PageHeader
      title="Drift"
      summary={<PageLinks label="Drift of" pages={PAGES} here={here} />}
      actions={actions}
    />
  );
}
