'use client';

import { X } from 'lucide-react';
import { counted } from '@/components/changes/words';
import { RunProgress } from '@/components/runs/run-progress';
import { Button } from '@/components/ui/button';
import type { Started } from './queries';

/** What was asked for, how far its run is, and the way to it. */
export function StartedNotice({ started, onClose }: { started: Started; onClose: () => void }) {
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-t bg-surface px-4 py-1 max-sm:px-2">
      <p role="status">Repair of {counted(started.records, 'record')} asked for.</p>
      <RunProgress id={started.runId} />
      <Button look="quiet" isIcon aria-label="Close this message" className="ml-auto" onClick={onClose}>
        <X aria-hidden />
      </Button>
    </div>
  );
}
