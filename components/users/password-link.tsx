'use client';

import { Button } from '@/components/ui/button';
import { CopyText } from '@/components/ui/copy-text';
import { DialogActions } from '@/components/ui/dialog';
import { Moment } from '@/components/ui/moment';
import { Notice } from '@/components/ui/notice';
import type { PasswordLinkView } from '@/lib/people/users.schema';

type PasswordLinkProps = { made: PasswordLinkView; to: string; onDone: () => void };

/** The one moment at which a link that sets a password can be read. */
export function PasswordLink({ made, to, onDone }: PasswordLinkProps) {
  return (
    <>
      {made.mailed ? (
        <Notice title={`A mail with this link is on its way to ${to}.`}>
          Here it is too, should the mail not arrive. It is not shown again.
        </Notice>
      ) : (
        <Notice look="amber" title={`Send this link to ${to} yourself: it is not shown again.`}>
          Whoever opens it sets the password, so send it where only they read it.
        </Notice>
      )}
      <CopyText label="Link" text={made.link} />
      <p className="text-muted">
        It works once, until <Moment at={made.expiresAt} />.
      </p>
      <DialogActions>
        <Button look="primary" onClick={onDone}>
          Done
        </Button>
      </DialogActions>
    </>
  );
}
