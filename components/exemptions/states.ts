import { Ban, CalendarX2, Hourglass, ShieldOff } from 'lucide-react';
import type { StateLook } from '@/components/ui/state';
import type { ExemptionView } from '@/lib/recommendations/exemptions/schema';

/** For so long before its day an exemption is said to run out, as the list's filter has it. */
const EXPIRING_MS = 14 * 86_400_000;

export const EXEMPTION_LOOKS = {
  in_force: { word: 'In force', tone: 'neutral', icon: ShieldOff },
  expiring: { word: 'Runs out within 14 days', tone: 'amber', icon: Hourglass },
  over: { word: 'Over', tone: 'hollow', icon: Ban },
  ended: { word: 'Ended', tone: 'hollow', icon: Ban },
  expired: { word: 'Run out', tone: 'hollow', icon: CalendarX2 },
} as const satisfies Record<string, StateLook>;

export function lookOf({ state, until }: Pick<ExemptionView, 'state' | 'until'>, now: number): StateLook {
  const isExpiring = state === 'in_force' && Date.parse(until) - now <= EXPIRING_MS;
  return isExpiring ? { ...EXEMPTION_LOOKS.expiring, word: 'Runs out soon' } : EXEMPTION_LOOKS[state];
}
