import clsx from 'clsx';
import type { ReactNode } from 'react';
import { fillOf, type Tone } from './state';
import { Ago } from './time';

export type Moment = { id: string; at: string; tone: Tone; title: ReactNode; detail?: ReactNode };

/** What happened, newest first. */
export function Timeline({ label, moments }: { label: string; moments: Moment[] }) {
  return (
    <ol aria-label={label} className="flex flex-col">
      {moments.map((moment, index) => (
        <li key={moment.id} className="relative flex gap-3 pb-3">
          <span aria-hidden className="flex w-2 flex-col items-center pt-1.5">
            <span className={clsx('size-2 shrink-0 rounded-full', fillOf(moment.tone))} />
            {index < moments.length - 1 ? <span className="-mb-3 w-px flex-1 bg-line" /> : null}
          </span>
          <div className="min-w-0 flex-1">
            <div className="flex items-baseline justify-between gap-3">
              <span className="min-w-0 break-words">{moment.title}</span>
              <span className="shrink-0 text-meta text-faint">
                <Ago at={moment.at} />
              </span>
            </div>
            {moment.detail ? <div className="break-words text-muted">{moment.detail}</div> : null}
          </div>
        </li>
      ))}
    </ol>
  );
}
