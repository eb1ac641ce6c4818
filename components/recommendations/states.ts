import {
  Ban,
  Circle,
  CircleCheck,
  CircleCheckBig,
  CircleDot,
  type LucideIcon,
  RotateCcw,
  Undo2,
} from 'lucide-react';
import type { StateLook, Tone } from '@/components/ui/state';
import type { LineageStatus, RecommendationView } from '@/lib/recommendations/schema';

const look = (word: string, tone: Tone, icon: LucideIcon): StateLook => ({ word, tone, icon });

export const STATUS_LOOKS: Record<LineageStatus, StateLook> = {
  open: look('Open', 'neutral', Circle),
  in_progress: look('In progress', 'blue', CircleDot),
  closed: look('Closed, unverified', 'hollow', CircleCheck),
  verified: look('Verified', 'green', CircleCheckBig),
  resolved: look('Resolved', 'hollow', CircleCheck),
  dismissed: look('Dismissed', 'hollow', Ban),
  withdrawn: look('Withdrawn', 'hollow', Undo2),
};

const regressed = look('Regressed', 'red', RotateCcw);

/** The state as people see it: what was fixed and came back says so. */
export function lookOf({
  status,
  isRegressed,
}: Pick<RecommendationView, 'status' | 'isRegressed'>): StateLook {
  return isRegressed && status === 'open' ? regressed : STATUS_LOOKS[status];
}

const LIVE: ReadonlySet<LineageStatus> = new Set(['open', 'in_progress', 'closed']);

export function isDismissable({ status }: Pick<RecommendationView, 'status'>): boolean {
  return LIVE.has(status);
}

/** Whether people may say that they have an issue for it already. */
export function mayHaveTicket({
  status,
  ticketId,
}: Pick<RecommendationView, 'status' | 'ticketId'>): boolean {
  return ticketId === null && LIVE.has(status);
}

/** "delete" → "Delete", "buy_commitment" → "Buy commitment". */
export function actionWords(action: string): string {
  const words = action.replaceAll(/[_-]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
