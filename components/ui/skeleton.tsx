import clsx from 'clsx';

export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={clsx('animate-pulse rounded-small bg-hover', className)} />;
}

/** The place of a list while it is read: the same heights as the list, so that nothing jumps. */
export function ListSkeleton({ rows = 12 }: { rows?: number }) {
  return (
    <div role="status" className="flex-1">
      <span className="sr-only">Reading…</span>
      <div className="h-12 border-b bg-surface" />
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of nothing have no other name
        <div key={row} className="flex h-(--row) items-center gap-6 border-b px-4">
          <Skeleton className="h-3 w-20" />
          <Skeleton className="h-3 flex-1" />
          <Skeleton className="h-3 w-28 max-sm:hidden" />
          <Skeleton className="h-3 w-16" />
        </div>
      ))}
    </div>
  );
}

export function PanelSkeleton() {
  return (
    <div role="status" className="flex flex-col gap-4 pt-2">
      <span className="sr-only">Reading…</span>
      <Skeleton className="h-7 w-2/3" />
      <Skeleton className="h-4 w-1/2" />
      <Skeleton className="h-32 w-full" />
      <Skeleton className="h-24 w-full" />
    </div>
  );
}
