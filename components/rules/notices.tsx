'use client';

import type { RuleSetPage } from '@/lib/recommendations/rule-sets.schema';
import { CaughtNotice } from './caught-notice';
import type { Compared } from './compare';
import { isUnsaved } from './draft-state';
import { OvertakenNotice } from './overtaken-notice';
import type { useSafetyNet } from './safety-net';
import { ShippedNotice } from './shipped-notice';
import { StaleNotice } from './stale-notice';
import type { DraftInHand } from './use-draft';

export type NoticeProps = {
  set: RuleSetPage;
  draft: DraftInHand;
  onCompare: (compared: Compared) => void;
  onOpen: (draft: number | null) => Promise<void>;
};

type DraftNoticesProps = NoticeProps & { net: ReturnType<typeof useSafetyNet>; mayEdit: boolean };

/** What has come between, and the ways out; whatever one chooses, no text is lost without being asked. */
export function DraftNotices({ net, mayEdit, ...rest }: DraftNoticesProps) {
  const { set, draft } = rest;
  const { state } = draft;
  const isStale = (set.current?.version ?? 0) > state.kept.baseVersion;
  const isInHand = state.kept.number !== null || isUnsaved(state);
  const isParted = state.phase === 'overtaken' || state.phase === 'gone';
  const notices = [
    mayEdit && net.caught ? (
      <CaughtNotice
        key="caught"
        caught={net.caught}
        forget={net.forget}
        onBringBack={(text) => draft.tell({ type: 'typed', text })}
      />
    ) : null,
    mayEdit && isParted ? <OvertakenNotice key="overtaken" {...rest} /> : null,
    isStale && !isParted ? <StaleNotice key="stale" {...rest} isInHand={isInHand} mayEdit={mayEdit} /> : null,
    mayEdit && set.shipped ? <ShippedNotice key="shipped" {...rest} /> : null,
  ].filter((notice) => notice !== null);
  if (notices.length === 0) return null;
  return <div className="flex flex-col gap-2 border-b bg-surface px-4 py-3">{notices}</div>;
}
