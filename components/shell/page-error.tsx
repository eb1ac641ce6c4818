'use client';

import { Button } from '@/components/ui/button';
import { PageState } from '@/components/ui/page-state';

export type PageErrorProps = { error: Error & { digest?: string }; retry: () => void };

/** A page that could not be made. Of the error only its digest reaches the browser: its code, and the id in the log. */
export function PageError({ error, retry }: PageErrorProps) {
  const { code, id } = readDigest(error.digest);
  const isAway = code === 'unavailable';
  return (
    <PageState
      title={isAway ? 'Evenkeel cannot reach its database' : 'This page could not be shown'}
      action={
        <Button look="primary" onClick={retry}>
          Try again
        </Button>
      }
    >
      <p role="alert">
        {isAway
          ? 'Nothing is lost: runs go on from where they stood when it is back. If it stays away, whoever runs Evenkeel should look at the database.'
          : 'Something went wrong on the server. Nothing that you entered elsewhere is lost. If it stays so, tell whoever runs Evenkeel; the log has the reason under this id.'}
      </p>
      {id ? (
        <p className="mt-2 text-meta text-faint">
          Request <code className="font-mono break-all">{id}</code>
        </p>
      ) : null}
    </PageState>
  );
}

/** `unavailable:<id>` from an error of ours, a bare id from any other. */
function readDigest(digest = ''): { code: string | null; id: string } {
  const [, code = null] = /^([a-z_]+):/.exec(digest) ?? [];
  return { code, id: digest };
}
