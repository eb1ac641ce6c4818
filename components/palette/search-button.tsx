'use client';

import { Search } from 'lucide-react';
import { useWindows } from '@/components/shell/windows';
import { Button } from '@/components/ui/button';
import { useIsHydrated } from '@/components/ui/now';

/** The way to the palette for a pointer; it also says the key. */
export function SearchButton({ onOpen }: { onOpen?: () => void }) {
  const { open } = useWindows();
  const isApple = useIsHydrated() && /Mac|iPhone|iPad/.test(navigator.platform);
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      aria-keyshortcuts="Meta+K Control+K"
      onClick={() => {
        onOpen?.();
        open('palette');
      }}
      className="mx-2 mb-3 flex h-8 items-center gap-2 rounded-base border border-line-strong bg-raised px-2 text-left text-muted hover:bg-hover"
    >
      <Search aria-hidden className="size-4 text-faint" />
      <span className="flex-1">Search…</span>
      <kbd aria-hidden className="w-11 text-right font-sans text-meta text-faint">
        {isApple ? '⌘K' : 'Ctrl K'}
      </kbd>
    </button>
  );
}

/** The same in the bar of a phone. */
export function SearchIcon() {
  const { open } = useWindows();
  return (
    <Button look="quiet" isIcon aria-haspopup="dialog" aria-label="Search" onClick={() => open('palette')}>
      <Search aria-hidden />
    </Button>
  );
}
