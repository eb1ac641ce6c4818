'use client';

import { usePathname, useRouter } from 'next/navigation';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { ListSkeleton } from '@/components/ui/skeleton';

/** A page that is there sooner is shown without a skeleton before it, which would only flicker. */
const PATIENCE_MS = 120;

const Going = createContext<{ isPending: boolean; begin: (href: string) => void }>({
  isPending: false,
  begin: () => {},
});

/** Goes to another page of the console; its place is shown if it takes a while. */
export function useGo(): (href: string) => void {
  const { begin } = useContext(Going);
  const router = useRouter();
  return useCallback(
    (href: string) => {
      begin(href);
      router.push(href);
    },
    [begin, router],
  );
}

/**
 * The place of a page while it is on its way from the server. It stands here and not in a loading.tsx, because one of
 * those makes the server answer 200 before it knows whether there is such a page, or who may see it.
 */
export function PendingPage({ children }: { children: ReactNode }) {
  const { isPending } = useContext(Going);
  return (
    <>
      {isPending ? (
        <>
          <div className="h-14 border-b bg-surface" />
          <ListSkeleton />
        </>
      ) : null}
      <div className={isPending ? 'hidden' : 'contents'}>{children}</div>
    </>
  );
}

/** Knows when a link is followed to a page that is not here yet. */
export function PendingProvider({ children }: { children: ReactNode }) {
  const pathname = usePathname();
  const [leaving, setLeaving] = useState<string | null>(null);
  if (leaving !== null && leaving !== pathname) setLeaving(null);
  const begin = useCallback((href: string) => {
    const from = window.location.pathname;
    if (new URL(href, window.location.href).pathname === from) return;
    // A panel that opens beside its list has changed the address by then; a page that comes from the server has not.
    setTimeout(() => window.location.pathname === from && setLeaving(from), PATIENCE_MS);
  }, []);
  useEffect(() => {
    const onClick = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest('a') : null;
      const isFollowedHere = event.defaultPrevented && link?.origin === window.location.origin;
      if (link && isFollowedHere) begin(link.href);
    };
    const stay = () => setLeaving(null);
    document.addEventListener('click', onClick);
    window.addEventListener('popstate', stay);
    return () => {
      document.removeEventListener('click', onClick);
      window.removeEventListener('popstate', stay);
    };
  }, [begin]);
  const going = useMemo(() => ({ isPending: leaving === pathname, begin }), [leaving, pathname, begin]);
  return <Going value={going}>{children}</Going>;
}
