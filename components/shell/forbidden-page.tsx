'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { SETTINGS_PAGES } from '@/components/settings/pages';
import { Button } from '@/components/ui/button';
import { PageState } from '@/components/ui/page-state';
import type { Role } from '@/lib/people/roles.schema';
import { isWithin } from './areas';

const WHO: Record<Role, string> = {
  viewer: 'everyone with an account',
  operator: 'operators and administrators',
  admin: 'administrators',
};

/** A page that this role may not see: who may, and whom to ask. */
export function ForbiddenPage() {
  const pathname = usePathname();
  const page = SETTINGS_PAGES.find(({ href }) => isWithin(pathname, href));
  return (
    <PageState
      title="This page is not for your role"
      action={
        <Button asChild>
          <Link href="/">Go to the overview</Link>
        </Button>
      }
    >
      <p>
        {page ? `${page.name} is for ${WHO[page.role]}.` : 'It is for another role than yours.'} If you need
        it, ask an administrator of this Evenkeel to change your role; it counts from your next click.
      </p>
    </PageState>
  );
}
