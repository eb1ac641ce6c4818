import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';

type EditorHeaderProps = {
  back: { href: string; label: string };
  title: string;
  state: ReactNode;
  actions?: ReactNode;
  children: ReactNode; // what else is to be known at a glance
};

/** The head of a page on which one text is edited: the way back, what it is, and what can be done with it. */
export function EditorHeader({ back, title, state, actions, children }: EditorHeaderProps) {
  return (
    <header className="flex flex-col gap-1 border-b bg-surface px-4 py-2">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <Link
          href={back.href}
          aria-label={back.label}
          title={back.label}
          className="-ml-1 text-muted hover:text-ink"
        >
          <ArrowLeft aria-hidden className="size-4" />
        </Link>
        <h1 className="min-w-0 break-words text-title font-semibold">{title}</h1>
        {state}
        {actions ? <div className="ml-auto flex flex-wrap items-center gap-2">{actions}</div> : null}
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-muted">{children}</div>
    </header>
  );
}
