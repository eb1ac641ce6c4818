import {
  Ban,
  CircleCheck,
  CircleDashed,
  CircleX,
  Equal,
  Hourglass,
  LoaderCircle,
  Puzzle,
  Replace,
  ShieldX,
  Undo2,
} from 'lucide-react';
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

type Standing = ImportView['standings'][number]['standing'];

/** How a billing account and month of an import stands. */
export const STANDING_LOOKS: Record<Standing, StateLook> = {
  base: { word: 'Counts', tone: 'green', icon: CircleCheck },
  appended: { word: 'Counts, added', tone: 'green', icon: CircleCheck },
  superseded: { word: 'Replaced', tone: 'hollow', icon: Replace },
  waiting: { word: 'Waiting for an answer', tone: 'amber', icon: Hourglass },
  discarded: { word: 'Left out', tone: 'hollow', icon: CircleDashed },
  withdrawn: { word: 'Undone', tone: 'hollow', icon: Undo2 },
  incomplete: { word: 'Parts missing', tone: 'amber', icon: Puzzle },
};

export function counts({ standings }: Pick<ImportView, 'standings'>): boolean {
  return standings.some(({ standing }) => standing === 'base' || standing === 'appended');
}

/** How an import stands as a whole: what has to be done about it comes first. */
export function lookOfImport(one: Pick<ImportView, 'state' | 'standings' | 'withdrawnAt'>): StateLook {
  if (one.withdrawnAt !== null) return STANDING_LOOKS.withdrawn;
  const [first, ...others] = one.standings;
  if (one.state !== 'done' || first === undefined) return IMPORT_LOOKS[one.state];
  const has = (standing: Standing) => one.standings.some((each) => each.standing === standing);
  if (has('waiting')) return STANDING_LOOKS.waiting;
  if (has('incomplete')) return STANDING_LOOKS.incomplete;
  if (others.length === 0) return STANDING_LOOKS[first.standing];
  if (!counts(one)) return { ...STANDING_LOOKS.superseded, word: 'Does not count' };
  const isWhole = one.standings.every(({ standing }) => standing === 'base' || standing === 'appended');
  return { ...STANDING_LOOKS.base, word: isWhole ? 'Counts' : 'Counts in part' };
}

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
