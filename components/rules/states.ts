import { CircleCheck, CircleDashed, CircleOff, CircleX, Eye, PencilLine } from 'lucide-react';
import type { StateLook } from '@/components/ui/state';
import type { RuleSetView } from '@/lib/recommendations/rule-sets.schema';

export const DOMAIN_WORDS = {
  finops: 'FinOps',
  quality: 'Quality',
  policy: 'Policy',
  general: 'General',
} as const;

export const ORIGIN_WORDS = { shipped: 'Shipped', operator: 'Made here' } as const;

export const STATE_WORDS = {
  enabled: 'In use',
  disabled: 'Disabled',
  unpublished: 'Draft only',
} as const;

const OFF: StateLook = { word: STATE_WORDS.disabled, tone: 'hollow', icon: CircleOff };
const DRAFT: StateLook = { word: STATE_WORDS.unpublished, tone: 'neutral', icon: PencilLine };

type Mode = Pick<RuleSetView, 'state' | 'domain' | 'live' | 'shadow' | 'matched'>;

/** What becomes of what a set finds, in a word; `told` says it connection by connection. */
export function modeOf({ state, domain, live, shadow, matched }: Mode): { look: StateLook; told?: string } {
  if (state === 'disabled') return { look: OFF, told: 'No generation uses it' };
  if (state === 'unpublished') return { look: DRAFT, told: 'Nothing of it is published yet' };
  // A generation counts what a set matched only where the set recommends: what it finds may become tickets.
  if (domain !== 'finops' && matched === null)
    return { look: { word: 'In use', tone: 'neutral', icon: CircleDashed } };
  const told = [
    ...(live.length > 0 ? [`Opens tickets on ${live.join(', ')}`] : []),
    ...(shadow.length > 0 ? [`Only shown, no tickets, on ${shadow.join(', ')}`] : []),
  ].join('. ');
  if (live.length === 0) return { look: { word: 'Shadow', tone: 'neutral', icon: Eye }, told };
  const word = shadow.length === 0 ? 'Live' : `Live on ${live.length} of ${live.length + shadow.length}`;
  return { look: { word, tone: 'blue', icon: CircleDashed }, told };
}

export const CASE_LOOKS = {
  passed: { word: 'Passed', tone: 'green', icon: CircleCheck },
  failed: { word: 'Failed', tone: 'red', icon: CircleX },
} as const satisfies Record<string, StateLook>;
