import type { ReactNode } from 'react';

type PageStateProps = { title: string; children?: ReactNode; action?: ReactNode };

/** What stands in a page's place: that it is not there, not for this role, or could not be made. */
export function PageState({ title, children, action }: PageStateProps) {
  return (
    <div className="flex flex-1 flex-col items-center justify-center gap-2 px-6 py-16 text-center">
      <h1 className="text-title font-semibold">{title}</h1>
      {children ? <div className="max-w-[480px] text-form text-muted">{children}</div> : null}
      {action ? <div className="mt-2">{action}</div> : null}
    </div>
  );
}
