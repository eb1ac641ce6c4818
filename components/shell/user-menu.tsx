'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';
import type { Viewer } from '@/lib/people/schema';
import { UserButton } from './user-button';

const load = () => import('./open-user-menu').then((module) => module.OpenUserMenu);
const OpenUserMenu = dynamic(load, { ssr: false });

/** The menu of who is signed in. Its code is loaded with the first click: no page needs it to be shown. */
export function UserMenu({ viewer }: { viewer: Viewer }) {
  const [isWanted, setIsWanted] = useState(false);
  if (isWanted) return <OpenUserMenu viewer={viewer} />;
  return <UserButton viewer={viewer} onClick={() => void load().then(() => setIsWanted(true))} />;
}
