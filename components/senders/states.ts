import { CircleAlert, CircleCheck, CircleDashed, CircleOff, CircleX } from 'lucide-react';
import type { StateLook } from '@/components/ui/state';
import type { SenderView } from '@/lib/deliveries/schema';

const LOOKS = {
  off: { word: 'Switched off', tone: 'hollow', icon: CircleOff },
  failing: { word: 'Could not be attached', tone: 'red', icon: CircleX },
  stale: { word: 'Possibly stale', tone: 'amber', icon: CircleAlert },
  detached: { word: 'Not attached', tone: 'neutral', icon: CircleDashed },
  attached: { word: 'Attached', tone: 'green', icon: CircleCheck },
  listening: { word: 'Listening', tone: 'green', icon: CircleCheck },
} as const satisfies Record<string, StateLook>;

/** How a sender stands. A signed one is not attached by us: it is told our address by a person. */
export function lookOf({ enabled, kind, attachedAt, attachError, staleSince }: SenderView): StateLook {
  if (!enabled) return LOOKS.off;
  if (attachError !== null) return LOOKS.failing;
  if (staleSince !== null) return LOOKS.stale;
  if (kind === 'standard') return LOOKS.listening;
  return attachedAt === null ? LOOKS.detached : LOOKS.attached;
}

export const KIND_WORDS: Record<SenderView['kind'], string> = {
  bare: 'Bare: no signature, no id, no time',
  standard: 'Signed, by Standard Webhooks',
};
