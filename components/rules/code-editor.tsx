'use client';

import { type KeyboardEvent, lazy, Suspense, useId, useRef } from 'react';
import { useIsHydrated } from '@/components/ui/now';
import type { CodeProps } from './code-props';

const CodeMirror = lazy(() => import('./code-mirror'));

type CodeEditorProps = Omit<CodeProps, 'startAt' | 'describedBy'>;

/** The text of a set: a plain field at once, the editor in its place when it has come. */
export function CodeEditor(props: CodeEditorProps) {
  const hintId = useId();
  const startAt = useRef<number | null>(null);
  const wired = { ...props, startAt, describedBy: hintId };
  const isHydrated = useIsHydrated();
  const plain = <PlainField {...wired} />;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="min-h-0 flex-1">
        {isHydrated ? (
          <Suspense fallback={plain}>
            <CodeMirror {...wired} />
          </Suspense>
        ) : (
          plain
        )}
      </div>
      <p id={hintId} className="border-t bg-surface px-4 py-1 text-meta text-faint">
        {props.isReadOnly ? (
          <>Read only. </>
        ) : (
          <>
            <Key>⌘S</Key> or <Key>Ctrl S</Key> saves
            {props.onPublish ? (
              <>
                , with <Key>Enter</Key> publishes
              </>
            ) : null}
            .{' '}
          </>
        )}
        {props.help && !props.isReadOnly ? (
          <>
            <Key>Ctrl Space</Key> completes, <Key>Shift Alt F</Key> formats.{' '}
          </>
        ) : null}
        <Key>Esc</Key> then <Key>Tab</Key> leaves the editor.
      </p>
    </div>
  );
}

function Key({ children }: { children: string }) {
  return <kbd className="font-mono">{children}</kbd>;
}

function PlainField({ text, label, describedBy, isReadOnly, startAt, onChange, onSave }: CodeProps) {
  const noteCursor = (field: HTMLTextAreaElement) => {
    startAt.current = field.selectionStart;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 's' || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    onSave();
  };
  return (
    <textarea
      aria-label={label}
      aria-describedby={describedBy}
      readOnly={isReadOnly}
      value={text}
      onChange={(event) => {
        onChange(event.target.value);
        noteCursor(event.target);
      }}
      onSelect={(event) => noteCursor(event.currentTarget)}
      onKeyDown={onKeyDown}
      spellCheck={false}
      className="block h-full w-full resize-none bg-surface py-2 pr-2 pl-16 font-mono text-body text-ink"
    />
  );
}
