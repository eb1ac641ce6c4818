'use client';

import { ChevronsUpDown, KeyRound, LogOut, Monitor, Moon, Sun } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTheme } from 'next-themes';
import { Menu, MenuChoice, MenuChoices, MenuItem, MenuLabel, MenuLine } from '@/components/ui/menu';
import type { Viewer } from '@/lib/people/schema';

const THEMES = [
  { value: 'light', name: 'Light', icon: Sun },
  { value: 'dark', name: 'Dark', icon: Moon },
  { value: 'system', name: 'As the system', icon: Monitor },
] as const;

/** Who is signed in, the theme, the password and the way out. */
export function UserMenu({ viewer }: { viewer: Viewer }) {
  const { theme, setTheme } = useTheme();
  const router = useRouter();
  return (
    <Menu
      side="top"
      trigger={
        <button
          type="button"
          aria-label={`Account of ${viewer.name}`}
          className="flex w-full items-center gap-2 rounded-base px-2 py-1 text-left hover:bg-hover"
        >
          <span className="min-w-0 flex-1">
            <span className="block truncate">{viewer.name}</span>
            <span className="block truncate text-meta text-faint">{viewer.role}</span>
          </span>
          <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-faint" />
        </button>
      }
    >
      <MenuLabel>{viewer.email}</MenuLabel>
      <MenuLine />
      <MenuChoices value={theme} onValueChange={setTheme}>
        {THEMES.map(({ value, name, icon: Icon }) => (
          <MenuChoice key={value} value={value}>
            <Icon aria-hidden /> {name}
          </MenuChoice>
        ))}
      </MenuChoices>
      <MenuLine />
      <MenuItem onSelect={() => router.push('/account/password')}>
        <KeyRound aria-hidden /> Change password
      </MenuItem>
      <MenuItem onSelect={() => void leave()}>
        <LogOut aria-hidden /> Sign out
      </MenuItem>
    </Menu>
  );
}

// Loaded when it is asked for: no page needs it to be shown.
async function leave() {
  const { signOut } = await import('next-auth/react');
  await signOut({ callbackUrl: '/sign-in' });
}
