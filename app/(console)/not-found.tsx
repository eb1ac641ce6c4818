import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { PageState } from '@/components/ui/page-state';

export default function ConsoleNotFound() {
  return (
    <PageState
      title="This is not here"
      action={
        <Button asChild>
          <Link href="/">Go to the overview</Link>
        </Button>
      }
    >
      What the address names does not exist, or does not exist any more. The lists have what there is; the
      search finds it by name or key.
    </PageState>
  );
}
