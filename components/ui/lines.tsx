import clsx from 'clsx';
import type { ReactNode } from 'react';

type Look = { label: string; className?: string };

const WIDTH = 120;
const HEIGHT = 32;

/** Counts in even steps as bars; the label says what they come to, for who does not see them. */
export function Bars({ label, counts, className }: Look & { counts: number[] }) {
  const most = Math.max(1, ...counts);
  const step = WIDTH / Math.max(1, counts.length);
  return (
    <Drawing label={label} className={className}>
      <path d={`M0 ${HEIGHT - 0.5}H${WIDTH}`} className="stroke-line" fill="none" />
      {counts.map((count, index) => {
        const height = (count / most) * (HEIGHT - 2);
        return count === 0 ? null : (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
            key={index}
            x={index * step}
            y={HEIGHT - height}
            width={Math.max(step - 0.5, 0.5)}
            height={height}
            className="fill-accent"
          />
        );
      })}
    </Drawing>
  );
}

/** Shares from 0 to 1 in even steps as a line; its foot is at `least`, so that what happens near 1 can be seen. */
export function ShareLine({ label, shares, least, className }: Look & { shares: number[]; least: number }) {
  const step = WIDTH / Math.max(1, shares.length - 1);
  const heightOf = (share: number) => 1 + (1 - (share - least) / Math.max(1 - least, 0.001)) * (HEIGHT - 2);
  const points = shares.map((share, index) => `${(index * step).toFixed(1)} ${heightOf(share).toFixed(1)}`);
  const path = points.length === 1 ? `M0 ${points[0]?.split(' ')[1]}H${WIDTH}` : `M${points.join('L')}`;
  return (
    <Drawing label={label} className={className}>
      <path d={`M0 ${HEIGHT - 0.5}H${WIDTH}`} className="stroke-line" fill="none" />
      {points.length > 0 ? (
        <path
          d={path}
          fill="none"
          strokeWidth={1.5}
          vectorEffect="non-scaling-stroke"
          className="stroke-accent"
        />
      ) : null}
    </Drawing>
  );
}

function Drawing({ label, className, children }: Look & { children: ReactNode }) {
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className={clsx('block h-8', className)}
    >
      <title>{label}</title>
      {children}
    </svg>
  );
}
