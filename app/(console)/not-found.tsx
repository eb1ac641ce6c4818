import { EmptyState } from '@/components/ui/empty-state';

export default function ConsoleNotFound() {
  return (
    <EmptyState title="This is not here">
      What the address names does not exist, or does not exist any more. The lists at the left have what there
      is.
    </EmptyState>
  );
}
