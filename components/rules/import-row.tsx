'use client';

import clsx from 'clsx';
import { ChevronRight } from 'lucide-react';
import { useId, useState } from 'react';
import { State } from '@/components/ui/state';
import type { ComparedFile } from '@/lib/rules/files/schema';
import { type Choice, isChoosable } from './import-choice';
import { ImportDetail } from './import-detail';
import { FILE_LOOKS } from './import-states';

type ImportRowProps = {
  file: ComparedFile;
  choice: Choice | undefined;
  onToggle: () => void;
  onChoose: (choice: Choice) => void;
};

/** One file: whether it is taken, how it stands, and opened, the difference. */
export function ImportRow({ file, choice, onToggle, onChoose }: ImportRowProps) {
  const [isOpen, setIsOpen] = useState(false);
  const detail = useId();
  const { state, slug, title, path, failingTests, draft } = file;
  const name = title ?? slug ?? path ?? '';
  return (
    <li className="border-b bg-surface">
      <div className="flex items-start gap-2 px-4 py-2">
        <span className="flex h-6 w-4 shrink-0 items-center">
          {isChoosable(file) ? (
            <input
              type="checkbox"
              aria-label={`Take ${name}`}
              checked={choice !== undefined}
              onChange={onToggle}
              className="size-3.5 accent-accent"
            />
          ) : null}
        </span>
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={detail}
          onClick={() => setIsOpen(!isOpen)}
          className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-3 gap-y-0.5 text-left hover:text-accent"
        >
          <span className="w-36 shrink-0">
            <State look={FILE_LOOKS[state]} />
          </span>
          <span className="min-w-0 flex-1 basis-48">
            <span className="block break-words font-semibold">{name}</span>
            <span className="block break-all font-mono text-meta text-faint">{path ?? slug}</span>
          </span>
          <span className="text-meta text-muted">
            {failingTests.length > 0 ? `${failingTests.length} of its tests fail` : null}
            {draft === null ? null : ` Draft ${draft} says it already`}
          </span>
          <ChevronRight
            aria-hidden
            className={clsx('size-4 shrink-0 self-center text-faint', isOpen && 'rotate-90')}
          />
        </button>
      </div>
      {isOpen ? (
        <div id={detail} className="px-4 pb-4 sm:pl-10">
          <ImportDetail file={file} choice={choice} onChoose={onChoose} />
        </div>
      ) : null}
    </li>
  );
}
