'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';
import type { ViewArea } from '@/lib/views/link.schema';
import { useOpenedView } from './opened';
import { ViewsButton } from './views-button';

const load = () => import('./open-views-menu').then((module) => module.OpenViewsMenu);
const OpenViewsMenu = dynamic(load, { ssr: false });

/**
 * The saved views of a list, in the actions of its header: open one, save what is shown, share it. The list's own URL
 * is all that a view holds. The menu's code is loaded with the first click.
 */
export function SavedViews({ area }: { area: ViewArea }) {
  const [isWanted, setIsWanted] = useState(false);
  const opened = useOpenedView(area);
  if (isWanted) return <OpenViewsMenu area={area} opened={opened} />;
  return <ViewsButton opened={opened} onClick={() => void load().then(() => setIsWanted(true))} />;
}
