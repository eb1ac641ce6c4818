'use client';

import { counted } from '@/components/changes/words';
import { RunProgress } from '@/components/runs/run-progress';
import { FootMessage } from '@/components/ui/foot-message';
import type { Started } from './queries';

/** What was asked for, how far its run is, and the way to it. */
export function StartedNotice({ started, onClose }: { started: Started; onClose: () => void }) {
  return (
    <FootMessage more={<RunProgress id={started.runId} />} onClose={onClose}>
      Repair of {counted(started.records, 'record')} asked for.
    </FootMessage>
  );
}
