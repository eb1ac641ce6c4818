'use client';

import type { ReactNode } from 'react';
import { TabList, Tabs } from './tabs';

type EditorTabsProps<Name extends string> = {
  names: readonly Name[];
  tab: Name;
  onTab: (tab: Name) => void;
  tabs: ReactNode;
  status: ReactNode; // said to who cannot see the marks in the text
  children: ReactNode; // a panel each
};

/** What is known of a text that is edited, beside it or, where there is no room, below. */
export function EditorTabs<Name extends string>(props: EditorTabsProps<Name>) {
  const { names, tab, onTab, tabs, status, children } = props;
  return (
    <section
      aria-label="What is known of it"
      className="min-h-0 min-w-0 overflow-y-auto px-4 pt-2 pb-8 max-lg:border-t"
    >
      <Tabs
        value={tab}
        onValueChange={(value) => {
          const chosen = names.find((name) => name === value);
          if (chosen) onTab(chosen);
        }}
      >
        <TabList label="What is known of it">{tabs}</TabList>
        {children}
      </Tabs>
      {status}
    </section>
  );
}
