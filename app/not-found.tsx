import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { PageState } from '@/components/ui/page-state';

export default function NotFound() {
  return (
    <main className="flex min-h-dvh flex-col">
      <PageState
        title="There is nothing at this address"
        action={
          <Button asChild>
            <Link href="/">Go to the overview</Link>
          </Button>
        }
      >
        It may have been a list entry that is gone, or the address has a slip in it.
      </PageState>
    </main>
  );
}
