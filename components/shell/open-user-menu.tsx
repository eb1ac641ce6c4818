'use client';

import { CircleUser, Keyboard, LogOut, Monitor, Moon, Sun } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTheme } from 'next-themes';
import { Menu, MenuChoice, MenuChoices, MenuItem, MenuLabel, MenuLine } from '@/components/ui/menu';
import type { Viewer } from '@/lib/people/schema';
import { DensityChoices } from './density-choices';
import { signOut } from './sign-out';
import { UserButton } from './user-button';
import { useWindows } from './windows';

const THEMES = [
  { value: 'light', name: 'Light', icon: Sun },
  { value: 'dark', name: 'Dark', icon: Moon },
  { value: 'system', name: 'As the system', icon: Monitor },
] as const;

/** The theme, the account and the way out, opened as it comes. */
export function OpenUserMenu({ viewer }: { viewer: Viewer }) {
  const { theme, setTheme } = useTheme();
  const router = useRouter();
  const { open } = useWindows();
  return (
    <Menu side="top" isOpenAtFirst trigger={<UserButton viewer={viewer} />}>
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
      <DensityChoices />
      <MenuLine />
      <MenuItem onSelect={() => router.push('/account')}>
        <CircleUser aria-hidden /> Your account
      </MenuItem>
      <MenuItem onSelect={() => open('help')}>
        <Keyboard aria-hidden /> Keyboard shortcuts
      </MenuItem>
      <MenuItem onSelect={() => void signOut()}>
        <LogOut aria-hidden /> Sign out
      </MenuItem>
    </Menu>
  );
}
