import { EmptyState } from '@/components/ui/empty-state';

export default function ViewNotFound() {
  return (
    <EmptyState title="This view does not open for you">
      It was deleted, or whoever saved it has not shared it. Ask who sent you the link to share it: “Rename or
      share” in the menu of its list.
    </EmptyState>
  );
}
