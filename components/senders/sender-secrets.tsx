'use client';

import { Button } from '@/components/ui/button';
import { CopyText } from '@/components/ui/copy-text';
import { DialogActions } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import type { SenderSecrets } from '@/lib/deliveries/schema';

type SecretsShownProps = { secrets: SenderSecrets; onDone: () => void };

/** The one moment at which the whole address of a sender, and its signing secret, can be read. */
export function SecretsShown({ secrets: { endpoint, signingSecret }, onDone }: SecretsShownProps) {
  return (
    <>
      <Notice look="amber" title="Copy it now: it is not shown again.">
        Whoever has this address can post deliveries of this sender, and nothing else. Attaching gives it to
        the CMS by itself.
      </Notice>
      <CopyText label="Address to post to" text={endpoint} />
      {signingSecret ? <CopyText label="Signing secret" text={signingSecret} /> : null}
      <DialogActions>
        <Button look="primary" onClick={onDone}>
          I have copied it
        </Button>
      </DialogActions>
    </>
  );
}
