import { ListSkeleton } from '@/components/ui/skeleton';

export default function Loading() {
  return (
    <>
      <div className="h-14 border-b bg-surface" />
      <ListSkeleton />
    </>
  );
}
