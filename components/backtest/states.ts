import { Ban, CircleCheck, CircleX, LoaderCircle } from 'lucide-react';
import type { StateLook } from '@/components/ui/state';
import type { BacktestState, BacktestView, Deed, SampleKind } from '@/lib/recommendations/backtest/schema';

export const BACKTEST_LOOKS: Record<BacktestState, StateLook> = {
  running: { word: 'Running', tone: 'blue', icon: LoaderCircle, isMoving: true },
  done: { word: 'Done', tone: 'green', icon: CircleCheck },
  cancelled: { word: 'Cancelled', tone: 'hollow', icon: Ban },
  failed: { word: 'Failed', tone: 'red', icon: CircleX },
};

export const DEED_WORDS: Record<Deed, { word: string; told: string }> = {
  opens: { word: 'Opens', told: 'Findings that were not there before, and tickets for them.' },
  closes: {
    word: 'Closes',
    told: 'Findings that end: withdrawn as the rule changed, or gone. Tickets are told by a comment.',
  },
  reopens: { word: 'Reopens', told: 'Findings that come back after they had ended.' },
  reroutes: { word: 'Reroutes', told: 'Open tickets whose finding belongs to another board or owner now.' },
};

export const SAMPLE_WORDS: Record<SampleKind, string> = {
  opens: 'Opened by the draft only',
  closes: 'Closed by the draft only',
  reopens: 'Reopened by the draft only',
  reroutes: 'Rerouted by the draft only',
  changes: 'Said differently, or not found any more',
};

/** What was judged, in words. */
export function spanOf({ weeks }: Pick<BacktestView, 'weeks'>): string {
  if (weeks === null) return 'The last readings, from where recommendations stand';
  return weeks === 1 ? 'One week, from an empty start' : `${weeks} weeks replayed, from an empty start`;
}

export function counted(number: number, word: string): string {
  return `${number.toLocaleString('en-US')} ${word}${number === 1 ? '' : 's'}`;
}

/** A share of 0.0123 as "1.23 %". */
export function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3)).toLocaleString('en-US')} %`;
}

export function signed(number: number): string {
  return number > 0 ? `+${number.toLocaleString('en-US')}` : number.toLocaleString('en-US').replace('-', '−');
}
