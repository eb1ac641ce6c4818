import { useQuery } from '@tanstack/react-query';
import { Keyboard, LogOut, type LucideIcon, Monitor, Moon, Rows3, Rows4, Sun } from 'lucide-react';
import { useTheme } from 'next-themes';
import { useState } from 'react';
import { useGo } from '@/components/shell/pending-page';
import { signOut } from '@/components/shell/sign-out';
import { chooseDensity } from '@/components/ui/density';
import type { Viewer } from '@/lib/people/schema';
import type { SearchHit } from '@/lib/search/schema';
import { deedsFor } from './commands';
import { type Entry, matching } from './match';
import { pagesFor } from './pages';
import { searchQuery } from './queries';
import { readRecent, rememberRecent } from './recent';
import { hrefOfHit, KINDS, listSearches } from './targets';
import { useSettled } from './use-settled';

export type Choice = Entry & { icon: LucideIcon; run: () => void; detail?: string | null; kind?: string };
export type ChoiceGroup = { heading: string; choices: Choice[] };

const PAUSE_MS = 150;
const OWN_AT_MOST = 8; // of pages, and of actions: records are to be seen too

type ChoicesGiven = { viewer: Viewer; text: string; onHelp: () => void };

/** What a text offers. `exact` is the record that it names in full, which is then what Enter means. */
export function useChoices({ viewer, text, onHelp }: ChoicesGiven) {
  const go = useGo();
  const asked = text.trim();
  const settled = useSettled(asked, PAUSE_MS);
  const search = useQuery(searchQuery(settled));
  const [recent] = useState(() => readRecent(viewer.id));
  const ownDeeds = useOwnDeeds(onHelp);

  const led = <E extends Entry & { href: string; icon: LucideIcon }>({ href, ...entry }: E): Choice => ({
    ...entry,
    run: () => go(href),
  });
  const record = (hit: SearchHit): Choice => ({
    id: `${hit.kind}:${hit.id}`,
    name: hit.title,
    detail: hit.detail,
    kind: KINDS[hit.kind].word,
    icon: KINDS[hit.kind].icon,
    run: () => {
      rememberRecent(viewer.id, hit);
      go(hrefOfHit(hit));
    },
  });

  const pages = matching(pagesFor(viewer.role).map(led), asked);
  const deeds = matching([...deedsFor(viewer.role).map(led), ...ownDeeds], asked);
  const hits = asked === '' || settled === '' ? [] : (search.data?.items ?? []);
  const exact = hits[0]?.isExact && settled === asked && !search.isPlaceholderData ? hits[0] : null;
  const records = { heading: 'Records', choices: hits.map(record) };
  const own = [
    { heading: 'Pages', choices: pages.slice(0, OWN_AT_MOST) },
    { heading: 'Actions', choices: asked === '' ? deeds : deeds.slice(0, OWN_AT_MOST) },
  ];
  const groups =
    asked === ''
      ? [{ heading: 'Recent', choices: recent.map(record) }, ...own]
      : [
          ...(exact ? [records, ...own] : [...own, records]),
          { heading: 'In the lists', choices: listSearches(asked).map(led) },
        ];
  return {
    groups: groups.filter(({ choices }) => choices.length > 0),
    exact: exact ? `${exact.kind}:${exact.id}` : null,
    error: asked === '' ? null : search.error,
    isAsking: asked !== '' && (settled !== asked || search.isFetching),
    retry: () => void search.refetch(),
  };
}

const THEMES = [
  { value: 'light', name: 'Light theme', icon: Sun },
  { value: 'dark', name: 'Dark theme', icon: Moon },
  { value: 'system', name: 'Theme as the system', icon: Monitor },
] as const;

const ROWS = [
  { value: 'comfortable', name: 'Comfortable rows', icon: Rows3 },
  { value: 'compact', name: 'Compact rows', icon: Rows4 },
] as const;

/** What is done here and leads nowhere else. */
function useOwnDeeds(onHelp: () => void): Choice[] {
  const { setTheme } = useTheme();
  return [
    ...THEMES.map(({ value, name, icon }) => ({
      id: `theme:${value}`,
      name,
      words: 'appearance colours mode switch',
      icon,
      run: () => setTheme(value),
    })),
    ...ROWS.map(({ value, name, icon }) => ({
      id: `density:${value}`,
      name,
      words: 'density lists spacing',
      icon,
      run: () => chooseDensity(value),
    })),
    { id: 'help', name: 'Keyboard shortcuts', words: 'help keys', icon: Keyboard, run: onHelp },
    { id: 'sign-out', name: 'Sign out', words: 'leave log out', icon: LogOut, run: () => void signOut() },
  ];
}
