import {
  Ban,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleSlash,
  CircleX,
  Clock,
  LoaderCircle,
  Unplug,
} from 'lucide-react';
import type { StateLook } from '@/components/ui/state';
import type { AttemptView, JobState, RunDetail, RunState, RunView } from '@/lib/runs/schema';

const succeeded: StateLook = { word: 'Succeeded', tone: 'green', icon: CircleCheck };
const warned: StateLook = { word: 'Done with warnings', tone: 'amber', icon: CircleAlert };
const failed: StateLook = { word: 'Failed', tone: 'red', icon: CircleX };
const running: StateLook = { word: 'Running', tone: 'blue', icon: LoaderCircle, isMoving: true };
const cancelled: StateLook = { word: 'Cancelled', tone: 'hollow', icon: Ban };

export const RUN_LOOKS: Record<RunState, StateLook> = {
  requested: { word: 'Waiting', tone: 'neutral', icon: Clock },
  running,
  succeeded,
  warned,
  failed,
  cancelling: { word: 'Cancelling', tone: 'blue', icon: LoaderCircle, isMoving: true },
  cancelled,
};

export const JOB_LOOKS: Record<JobState, StateLook> = {
  waiting: { word: 'Waiting', tone: 'neutral', icon: CircleDashed },
  queued: { word: 'Queued', tone: 'neutral', icon: Clock },
  running,
  succeeded,
  warned,
  failed,
  skipped: { word: 'Skipped', tone: 'hollow', icon: CircleSlash },
  cancelled,
};

export const ATTEMPT_LOOKS: Record<AttemptView['state'], StateLook> = {
  running,
  succeeded,
  warned,
  failed,
  interrupted: { word: 'Interrupted: its worker went away', tone: 'amber', icon: Unplug },
  cancelled,
};

const ACTIVE: ReadonlySet<RunState> = new Set(['requested', 'running', 'cancelling']);

/** Whether something may change without anybody's doing: such a run is looked at often. */
export function isActive({ state }: Pick<RunView, 'state'>): boolean {
  return ACTIVE.has(state);
}

const RESUMABLE: ReadonlySet<RunState> = new Set(['failed', 'cancelled']);

export function isResumable(run: RunDetail): boolean {
  return RESUMABLE.has(run.state) && run.jobs.some(({ state }) => !isDone(state));
}

export function isDone(state: JobState): boolean {
  return state === 'succeeded' || state === 'warned';
}
