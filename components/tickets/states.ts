import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleHelp,
  CircleX,
  EyeOff,
  GitCompareArrows,
  Hand,
  LoaderCircle,
  Send,
  Trash2,
} from 'lucide-react';
import type { StateLook, Tone } from '@/components/ui/state';
import type { EffectState } from '@/lib/effects/schema';
import type { StatusCategory, SyncState, TicketDetail } from '@/lib/tickets/schema';

export const SYNC_LOOKS: Record<SyncState, StateLook> = {
  conflict: { word: 'Conflict', tone: 'red', icon: GitCompareArrows },
  deleted: { word: 'Deleted there', tone: 'red', icon: Trash2 },
  unreadable: { word: 'Unreadable', tone: 'amber', icon: EyeOff },
  ours_ahead: { word: 'To be sent', tone: 'blue', icon: Send },
  in_sync: { word: 'In sync', tone: 'green', icon: CircleCheck },
};

export const EFFECT_LOOKS: Record<EffectState, StateLook> = {
  parked: { word: 'Waits for you', tone: 'amber', icon: Hand },
  rejected: { word: 'Refused', tone: 'red', icon: CircleX },
  uncertain: { word: 'Uncertain', tone: 'amber', icon: CircleHelp },
  sending: { word: 'Sending', tone: 'blue', icon: LoaderCircle, isMoving: true },
  intended: { word: 'To be sent', tone: 'neutral', icon: CircleDashed },
  confirmed: { word: 'Confirmed', tone: 'green', icon: CircleCheck },
};

export const VERDICT_LOOKS: Record<TicketDetail['drift'][number]['verdict'], StateLook> = {
  agree: { word: 'Agree', tone: 'green', icon: CircleCheck },
  ours_ahead: { word: 'Ours is newer', tone: 'blue', icon: Send },
  theirs_ahead: { word: 'Theirs is newer', tone: 'blue', icon: Send },
  conflict: { word: 'Conflict', tone: 'red', icon: CircleAlert },
};

export const CATEGORY_TONES: Record<StatusCategory, Tone> = {
  new: 'neutral',
  indeterminate: 'blue',
  done: 'hollow',
};

const KINDS: Record<string, string> = {
  'ticket.create': 'Open an issue',
  'ticket.transition': 'Move the issue',
  'ticket.reopen': 'Reopen the issue',
  'ticket.close': 'Close the issue as a duplicate',
  'ticket.comment': 'Comment on the issue',
};

/** What an effect does, in words. */
export function deedOf(kind: string): string {
  return KINDS[kind] ?? kind;
}
