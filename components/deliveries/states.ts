import {
  CircleCheck,
  CircleEqual,
  CircleSlash,
  CircleX,
  Clock,
  Hourglass,
  ShieldAlert,
  ShieldHalf,
  SkipForward,
} from 'lucide-react';
import type { StateLook } from '@/components/ui/state';
import type { DeliveryKind, DeliveryOutcome, DeliveryState, DeliveryView } from '@/lib/deliveries/schema';

export const DELIVERY_LOOKS: Record<DeliveryState, StateLook> = {
  dead: { word: 'Dead letter', tone: 'red', icon: CircleX },
  waiting: { word: 'Waits behind a dead one', tone: 'amber', icon: Hourglass },
  refused: { word: 'Refused', tone: 'red', icon: CircleSlash },
  pending: { word: 'Pending', tone: 'neutral', icon: Clock },
  done: { word: 'Done', tone: 'green', icon: CircleCheck },
  skipped: { word: 'Skipped', tone: 'hollow', icon: SkipForward },
};

export const OUTCOME_LOOKS: Record<DeliveryOutcome, StateLook> = {
  applied: { word: 'Applied', tone: 'green', icon: CircleCheck },
  unchanged: { word: 'Nothing to change', tone: 'hollow', icon: CircleEqual },
  held: { word: 'Held', tone: 'amber', icon: ShieldAlert },
  partly: { word: 'Partly held', tone: 'amber', icon: ShieldHalf },
};

export const KIND_WORDS: Record<DeliveryKind, string> = {
  webhook: 'Posted',
  pull: 'Pulled',
  release: 'Released',
  edit: 'Edited',
  newest: 'Applied as newest',
};

/** What became of it; while nothing has, where it stands. */
export function lookOf({ state, outcome }: Pick<DeliveryView, 'state' | 'outcome'>): StateLook {
  return state === 'done' && outcome ? OUTCOME_LOOKS[outcome] : DELIVERY_LOOKS[state];
}

const REPLAYABLE: ReadonlySet<DeliveryState> = new Set(['done', 'dead', 'skipped']);

/** What was refused never had a key to be ordered by, and what is on its way is not replayed. */
export function isReplayable({ state, key }: Pick<DeliveryView, 'state' | 'key'>): boolean {
  return key !== null && REPLAYABLE.has(state);
}
