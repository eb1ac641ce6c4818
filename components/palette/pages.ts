import { EyeOff, ListChecks, Settings, UserRound, Wrench } from 'lucide-react';
import { SETTINGS_PAGES } from '@/components/settings/pages';
import { AREAS } from '@/components/shell/areas';
import { mayAct, type Role } from '@/lib/people/roles.schema';
import type { Command } from './commands';

/** Every page that this role may open: those of the rail, of Settings, and the own account. */
export function pagesFor(role: Role): Command[] {
  const areas = AREAS.flatMap((group) => group.areas).map(({ href, name, icon }) => ({ href, name, icon }));
  const settings = SETTINGS_PAGES.filter((page) => mayAct(role, page.role)).map(({ href, name }) => ({
    href,
    name,
    icon: Settings,
    words: 'settings',
  }));
  const own = [
    {
      href: '/tickets/effects',
      name: 'Effects',
      icon: ListChecks,
      words: 'tickets ledger',
    },
    { href: '/drift/ignores', name: 'Ignored fields', icon: EyeOff, words: 'drift exceptions' },
    { href: '/drift/repairs', name: 'Repairs', icon: Wrench, words: 'drift history undo library' },
    { href: '/account', name: 'Your account', icon: UserRound, words: 'sessions password profile' },
  ];
  return [...areas, ...settings, ...own].map((page) => ({ ...page, id: `page:${page.href}` }));
}
