import { Ban, CircleCheck, CircleX, Equal, LoaderCircle, ShieldX } from 'lucide-react';
import type { StateLook, Tone } from '@/components/ui/state';
import type { ImportView } from '@/lib/sources/views.schema';

export const IMPORT_LOOKS: Record<ImportView['state'], StateLook> = {
  receiving: { word: 'Receiving', tone: 'blue', icon: LoaderCircle, isMoving: true },
  done: { word: 'Imported', tone: 'green', icon: CircleCheck },
  unchanged: { word: 'Nothing new', tone: 'hollow', icon: Equal },
  refused: { word: 'Refused', tone: 'red', icon: ShieldX },
  failed: { word: 'Failed', tone: 'red', icon: CircleX },
  cancelled: { word: 'Cancelled', tone: 'hollow', icon: Ban },
};

export const KIND_WORDS = { focus: 'FOCUS bill', inventory: 'Inventory', quality: 'Data quality' } as const;

/** "1 row", "2 rows". */
export function countOf(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}

type Coverage = { whole: number; partial: number; none: number };

/** The share of scopes that were read whole: green when all were, amber otherwise; null when there are none. */
export function wholeShare({ whole, partial, none }: Coverage): { share: number; tone: Tone } | null {
  const all = whole + partial + none;
  if (all === 0) return null;
  return { share: whole / all, tone: whole === all ? 'green' : 'amber' };
}
