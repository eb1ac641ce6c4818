import clsx from 'clsx';
import type { LucideIcon } from 'lucide-react';

/**
 * Colour means state and nothing else: neutral open; blue in progress; green only verified, in sync, succeeded; amber
 * uncertain, partial, not covered; red failed, conflict, regressed, denied; hollow is closed, not yet verified.
 */
export type Tone = 'neutral' | 'blue' | 'green' | 'amber' | 'red' | 'hollow';
export type StateLook = { word: string; tone: Tone; icon: LucideIcon; isMoving?: boolean };

const TONES: Record<Tone, string> = {
  neutral: 'text-ink [&_svg]:text-muted',
  blue: 'text-accent',
  green: 'text-good',
  amber: 'text-warn',
  red: 'text-bad',
  hollow: 'text-faint',
};

/** A state as icon and word in its colour. */
export function State({ look, title }: { look: StateLook; title?: string }) {
  const Icon = look.icon;
  return (
    <span
      title={title}
      className={clsx('inline-flex max-w-full min-w-0 items-center gap-1.5 align-top', TONES[look.tone])}
    >
      <Icon
        aria-hidden
        className={clsx('size-3.5 shrink-0', look.isMoving && 'animate-spin [animation-duration:2s]')}
      />
      <span className="truncate">{look.word}</span>
    </span>
  );
}

const FILLS: Record<Tone, string> = {
  neutral: 'bg-line-strong',
  blue: 'bg-accent',
  green: 'bg-good',
  amber: 'bg-warn',
  red: 'bg-bad',
  hollow: 'bg-line-strong',
};

/** The fill of a bar that stands for a state. */
export function fillOf(tone: Tone): string {
  return FILLS[tone];
}
