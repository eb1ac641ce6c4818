'use client';

import { Button } from '@/components/ui/button';
import { CopyText } from '@/components/ui/copy-text';
import { DialogActions } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';

/** The one moment at which a token can be read. */
export function MadeToken({ token, onDone }: { token: string; onDone: () => void }) {
  const { origin } = window.location;
  return (
    <>
      <Notice look="amber" title="Copy it now: it is not shown again.">
        Only a digest of it is kept here. Whoever has it can do what its role may.
      </Notice>
      <CopyText label="Token" text={token} />
      <CopyText
        label="Try it"
        isMultiline
        text={`curl ${origin}/api/recommendations \\\n  -H "Authorization: Bearer ${token}"`}
      />
      <DialogActions>
        <Button look="primary" onClick={onDone}>
          I have copied it
        </Button>
      </DialogActions>
    </>
  );
}
