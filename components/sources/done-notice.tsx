import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import type { Done } from './change-dialog';

/** What was done, and the run that reads the source again. */
export function DoneNotice({ done, onClose }: { done: Done; onClose: () => void }) {
  return (
    <Notice
      title={<span role="status">{done.words}</span>}
      actions={
        <Button look="quiet" onClick={onClose}>
          Close
        </Button>
      }
    >
      {done.runId ? (
        <>
          A run reads the source again:{' '}
          <Link href={`/runs/${done.runId}`} className="text-accent hover:underline">
            see the run
          </Link>
          .
        </>
      ) : null}
    </Notice>
  );
}
