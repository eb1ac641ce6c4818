'use client';

import { CaughtNotice } from '@/components/rules/caught-notice';
import type { Compared } from '@/components/rules/compare';
import type { useSafetyNet } from '@/components/rules/safety-net';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import type { DefinitionDetail } from '@/lib/catalog/schema';
import type { TextInHand } from './use-text';
import { nameOfVersion } from './versions';

type SyncNoticesProps = {
  detail: DefinitionDetail | null;
  inHand: TextInHand;
  net: ReturnType<typeof useSafetyNet>;
  mayEdit: boolean;
  onCompare: (compared: Compared) => void;
};

/** What has come between, and the ways out; no text is lost without being asked. */
export function SyncNotices({ detail, inHand, net, mayEdit, onCompare }: SyncNoticesProps) {
  const { isOvertaken, base, rebase, takeTheirs, setText } = inHand;
  const hasCaught = mayEdit && net.caught !== null;
  if (!hasCaught && !isOvertaken) return null;
  return (
    <div className="flex flex-col gap-2 border-b bg-surface px-4 py-3">
      {hasCaught && net.caught ? (
        <CaughtNotice caught={net.caught} forget={net.forget} onBringBack={setText} />
      ) : null}
      {isOvertaken && detail ? (
        <Notice
          look="amber"
          title={`Version ${detail.version} was saved while you edited version ${base.version}. Your text is safe.`}
          actions={
            <>
              <Button onClick={() => onCompare({ from: nameOfVersion(detail.version), to: 'draft' })}>
                Compare
              </Button>
              {mayEdit ? <Button onClick={rebase}>Save mine over it</Button> : null}
              <Button onClick={takeTheirs}>Take version {detail.version}</Button>
            </>
          }
        />
      ) : null}
    </div>
  );
}
