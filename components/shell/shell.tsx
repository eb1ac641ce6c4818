'use client';

import { FlaskConical, Menu as MenuIcon } from 'lucide-react';
import dynamic from 'next/dynamic';
import { type ReactNode, useState } from 'react';
import { SearchIcon } from '@/components/palette/search-button';
import { Button } from '@/components/ui/button';
import type { Viewer } from '@/lib/people/schema';
import { useBadges } from './badges';
import { PendingPage, PendingProvider } from './pending-page';
import { Mark, Rail } from './rail';
import { WindowsProvider } from './windows';

const Sheet = dynamic(() => import('@/components/ui/sheet').then((module) => module.Sheet), { ssr: false });

type ShellProps = { viewer: Viewer; hasSandbox: boolean; children: ReactNode };

/** The frame around every page: the rail, the sandbox strip, and room for the page, which scrolls by itself. */
export function Shell({ viewer, hasSandbox, children }: ShellProps) {
  return (
    <PendingProvider>
      <WindowsProvider viewer={viewer}>
        <div className="flex h-dvh flex-col md:flex-row">
          <a
            href="#page"
            className="fixed top-2 left-2 z-50 -translate-y-16 rounded-base bg-accent px-3 py-1 text-accent-ink focus:translate-y-0"
          >
            Skip to the page
          </a>
          <header className="hidden w-[208px] shrink-0 flex-col border-r bg-canvas md:flex">
            <Rail viewer={viewer} />
          </header>
          <TopBar viewer={viewer} />
          <div className="flex min-h-0 min-w-0 flex-1 flex-col">
            {hasSandbox ? <SandboxStrip /> : null}
            <main id="page" tabIndex={-1} className="flex min-h-0 flex-1 flex-col outline-none">
              <PendingPage>{children}</PendingPage>
            </main>
          </div>
        </div>
      </WindowsProvider>
    </PendingProvider>
  );
}

function TopBar({ viewer }: { viewer: Viewer }) {
  const badges = useBadges();
  const [isOpen, setIsOpen] = useState(false);
  const waiting = Object.values(badges).reduce((sum, count) => sum + count, 0);
  return (
    <header className="flex h-12 shrink-0 items-center gap-2 border-b bg-canvas px-2 md:hidden">
      <Button
        look="quiet"
        isIcon
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        aria-label={waiting > 0 ? `Areas, ${waiting} need a person` : 'Areas'}
        onClick={() => setIsOpen(true)}
      >
        <MenuIcon aria-hidden />
      </Button>
      {isOpen ? (
        <Sheet title="Areas" onClose={() => setIsOpen(false)}>
          <Rail viewer={viewer} onFollow={() => setIsOpen(false)} />
        </Sheet>
      ) : null}
      <span className="flex flex-1 items-center gap-2 font-semibold">
        <Mark /> Evenkeel
        {waiting > 0 ? <span aria-hidden className="size-2 rounded-full bg-warn" /> : null}
      </span>
      <SearchIcon />
    </header>
  );
}

function SandboxStrip() {
  return (
    <section
      aria-label="Sandbox"
      className="flex min-h-7 shrink-0 items-center gap-2 border-b bg-accent-soft px-4 py-1 text-meta"
    >
      <FlaskConical aria-hidden className="size-3.5 shrink-0 text-accent" />
      <p>
        <strong className="font-semibold">Sandbox.</strong> Tickets go to a built-in Jira; the company and its
        bill are made up.
      </p>
    </section>
  );
}
