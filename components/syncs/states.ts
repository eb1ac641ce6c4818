import { CircleDashed, CircleDot, CircleOff } from 'lucide-react';
import type { StateLook } from '@/components/ui/state';
import type { DefinitionView } from '@/lib/catalog/schema';

/** Whether a sync works at all; how well is what Drift tells. */
export function lookOf({ enabled, baselineAt }: Pick<DefinitionView, 'enabled' | 'baselineAt'>): StateLook {
  if (enabled) return { word: 'Switched on', tone: 'blue', icon: CircleDot };
  if (baselineAt === null) return { word: 'Never switched on', tone: 'neutral', icon: CircleDashed };
  return { word: 'Switched off', tone: 'hollow', icon: CircleOff };
}
