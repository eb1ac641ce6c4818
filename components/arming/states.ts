import { EyeOff, Radio } from 'lucide-react';
import type { StateLook } from '@/components/ui/state';
import type { ArmingPreview } from '@/lib/recommendations/arming-preview.schema';
import type { ArmingState } from '@/lib/rules/arming.schema';

export const ARMING_LOOKS: Record<ArmingState, StateLook> = {
  live: { word: 'Live', tone: 'blue', icon: Radio },
  shadow: { word: 'Shadow', tone: 'hollow', icon: EyeOff },
};

/** Why a finding of the set gets no ticket now, in words. */
export const HELD_WORDS: Record<ArmingPreview['held'][number]['reason'], string> = {
  floor: 'below the floor of the connection',
  cap: 'beyond this week’s tickets of the board; the next weeks take them',
  excluded: 'another finding of the same resource saves more',
  'not covered': 'not covered by the last generation',
  'no route': 'no route leads anywhere: the unowned queue',
};
