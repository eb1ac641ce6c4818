import type { ReactNode } from 'react';

type ScrollBoxProps = { label: string; className?: string; children: ReactNode };

/** What scrolls sideways in little room and holds nothing to Tab to: the keyboard comes to it and scrolls it itself. */
export function ScrollBox({ label, className, children }: ScrollBoxProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without it the keyboard could not scroll it
    <section aria-label={label} tabIndex={0} className={`overflow-x-auto ${className ?? ''}`}>
      {children}
    </section>
  );
}
