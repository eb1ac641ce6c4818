import type { ReactNode } from 'react';

/** A part of a panel or page under its own heading. */
export function Section({
  title,
  aside,
  children,
}: {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className="mt-6">
      <div className="mb-2 flex items-baseline justify-between gap-4">
        <h2 className="text-section font-semibold">{title}</h2>
        {aside ? <div className="text-meta text-faint">{aside}</div> : null}
      </div>
      {children}
    </section>
  );
}

export type Entry = { id?: string; label: string; value: ReactNode; note?: ReactNode }; // id where a label may come twice

/** Names with their values; a note (source, age) stands at the right. */
export function Entries({ entries }: { entries: Entry[] }) {
  return (
    <dl className="divide-y rounded-base border bg-surface">
      {entries.map(({ id, label, value, note }) => (
        <div key={id ?? label} className="flex min-h-8 items-baseline gap-3 px-3 py-1.5">
          <dt className="w-32 shrink-0 break-words text-muted">{label}</dt>
          <dd className="min-w-0 flex-1 break-words">{value}</dd>
          {note ? <dd className="shrink-0 text-meta text-faint">{note}</dd> : null}
        </div>
      ))}
    </dl>
  );
}

/** The head of a page: its title, what it says at a glance, what can be done. */
export function PageHeader({
  title,
  summary,
  actions,
}: {
  title: string;
  summary?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <header className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-1 border-b bg-surface px-4 py-2">
      <h1 className="text-title font-semibold">{title}</h1>
      {summary ? <div className="text-muted">{summary}</div> : null}
      {actions ? <div className="ml-auto flex items-center gap-2">{actions}</div> : null}
    </header>
  );
}
