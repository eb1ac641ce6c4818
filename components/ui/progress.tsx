import clsx from 'clsx';
import { fillOf, type Tone } from './state';

type ProgressProps = { label: string; done: number; total: number | null; tone?: Tone };

/** How far something is; without a known total the bar only says that it goes on. */
export function Progress({ label, done, total, tone = 'blue' }: ProgressProps) {
  const share = total === null || total === 0 ? null : Math.min(1, done / total);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={total ?? undefined}
      aria-valuenow={total === null ? undefined : done}
      className="h-1.5 w-full overflow-hidden rounded-full bg-hover"
    >
      <div
        className={clsx('h-full rounded-full', fillOf(tone), share === null && 'w-1/3 animate-pulse')}
        style={share === null ? undefined : { width: `${share * 100}%` }}
      />
    </div>
  );
}

/** A share of a whole as a bar with its figure: coverage, joins. `share` from 0 to 1. */
export function ShareBar({ label, share, tone }: { label: string; share: number; tone: Tone }) {
  const percent = `${Math.floor(share * 100)}%`;
  return (
    <span className="inline-flex w-full items-center gap-2" title={`${label}: ${(share * 100).toFixed(1)}%`}>
      <span aria-hidden className="h-1.5 min-w-8 flex-1 overflow-hidden rounded-full bg-hover">
        <span
          className={clsx('block h-full rounded-full', fillOf(tone))}
          style={{ width: `${share * 100}%` }}
        />
      </span>
      <span className="w-9 text-right tabular-nums">{percent}</span>
    </span>
  );
}
