'use client';

import { DialogWindow } from '@/components/ui/dialog-window';
import { LIST_KEYS } from '@/components/ui/list-keys';

const GROUPS = [
  {
    heading: 'Everywhere',
    keys: [
      { keys: ['⌘K', 'Ctrl K'], words: 'Search pages, records and actions' },
      { keys: ['?'], words: 'This help' },
      { keys: ['Tab'], words: 'The next control; the first Tab skips to the page' },
      { keys: ['Esc'], words: 'Close what stands over the page' },
    ],
  },
  { heading: 'In a list', keys: LIST_KEYS },
] as const;

/** Every key there is, from where it is told. Loaded when it is opened. */
export function Help({ onClose }: { onClose: () => void }) {
  return (
    <DialogWindow title="Keyboard shortcuts" onClose={onClose}>
      {GROUPS.map(({ heading, keys }) => (
        <section key={heading} aria-label={heading} className="flex flex-col gap-1">
          <h3 className="text-meta text-faint">{heading}</h3>
          <dl className="flex flex-col">
            {keys.map(({ keys: labels, words }) => (
              <div
                key={words}
                className="flex min-h-8 items-center justify-between gap-4 border-b py-1 last:border-0"
              >
                <dt className="order-2 flex shrink-0 gap-1">
                  {labels.map((label) => (
                    <kbd
                      key={label}
                      className="rounded-small border border-line-strong bg-canvas px-1.5 py-0.5 font-mono text-meta"
                    >
                      {label}
                    </kbd>
                  ))}
                </dt>
                <dd>{words}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </DialogWindow>
  );
}
