'use client';

import clsx from 'clsx';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { isWithin } from '@/components/shell/areas';
import { mayAct, type Role } from '@/lib/people/roles.schema';
import { SETTINGS_PAGES } from './pages';

/** The way between the pages of Settings, over each of them; in little room it scrolls sideways. */
export function SettingsNav({ role }: { role: Role }) {
  const pathname = usePathname();
  return (
    <nav
      aria-label="Settings"
      className="flex h-10 shrink-0 items-center gap-1 overflow-x-auto border-b bg-surface px-3"
    >
      {SETTINGS_PAGES.filter((page) => mayAct(role, page.role)).map(({ id, href, name }) => {
        const isHere = isWithin(pathname, href);
        return (
          <Link
            key={id}
            href={href}
            aria-current={isHere ? 'page' : undefined}
            className={clsx(
              'shrink-0 rounded-base px-2 py-1',
              isHere ? 'bg-accent-soft font-semibold text-ink' : 'text-muted hover:bg-hover hover:text-ink',
            )}
          >
            {name}
          </Link>
        );
      })}
    </nav>
  );
}
