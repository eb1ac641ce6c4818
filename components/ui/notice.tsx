import clsx from 'clsx';
import { CircleAlert, CircleX, Info } from 'lucide-react';
import type { ReactNode } from 'react';

const LOOKS = {
  plain: { box: 'border-line bg-surface', ink: 'text-muted', icon: Info },
  amber: { box: 'border-warn/30 bg-warn-soft', ink: 'text-warn', icon: CircleAlert },
  red: { box: 'border-bad/30 bg-bad-soft', ink: 'text-bad', icon: CircleX },
} as const;

type NoticeProps = {
  look?: keyof typeof LOOKS;
  title?: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
};

/** A boxed word in the page: what is the matter, and the buttons that answer it. */
export function Notice({ look = 'plain', title, children, actions }: NoticeProps) {
  const { box, ink, icon: Icon } = LOOKS[look];
  return (
    <div
      role={look === 'red' ? 'alert' : undefined}
      className={clsx('flex gap-3 rounded-base border p-3', box)}
    >
      <Icon aria-hidden className={clsx('mt-0.5 size-4 shrink-0', ink)} />
      <div className="min-w-0 flex-1">
        {title ? <p className="font-semibold">{title}</p> : null}
        {children ? <div className="break-words">{children}</div> : null}
        {actions ? <div className="mt-2 flex flex-wrap gap-2">{actions}</div> : null}
      </div>
    </div>
  );
}
