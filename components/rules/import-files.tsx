'use client';

import { useState } from 'react';
import { EmptyState } from '@/components/ui/empty-state';
import { StateStrip } from '@/components/ui/strip';
import type { Comparison, FileState } from '@/lib/rules/files/schema';
import { type Choices, toggled } from './import-choice';
import { ImportRow } from './import-row';
import { FILE_LOOKS } from './import-states';

type ImportFilesProps = {
  comparison: Comparison;
  choices: Choices;
  onChoices: (choices: Choices) => void;
};

const STATES: FileState[] = ['conflict', 'invalid', 'changed', 'new', 'here', 'gone', 'same'];

/** Every file with how it stands; what is the same only when one asks for it. */
export function ImportFiles({ comparison: { files, ignored }, choices, onChoices }: ImportFilesProps) {
  const [chosen, setChosen] = useState<FileState | null>(null);
  const countOf = (state: FileState) => files.filter((file) => file.state === state).length;
  const parts = STATES.flatMap((state) => {
    const count = countOf(state);
    const onChoose = () => setChosen(chosen === state ? null : state);
    return count === 0
      ? []
      : [{ id: state, look: FILE_LOOKS[state], count, isChosen: chosen === state, onChoose }];
  });
  const shown = files.filter(({ state }) => (chosen === null ? state !== 'same' : state === chosen));
  return (
    <>
      {parts.length > 0 ? <StateStrip label="Files by how they stand" parts={parts} /> : null}
      {shown.length === 0 ? (
        <EmptyState title={files.length === 0 ? 'There are no rule files in it' : 'Nothing differs'}>
          {files.length === 0
            ? 'Rule files end in .yaml or .yml.'
            : 'Every file says just what is published here.'}
        </EmptyState>
      ) : (
        <ul aria-label="Compared files">
          {shown.map((file) => (
            <ImportRow
              key={file.id}
              file={file}
              choice={choices[file.id]}
              onToggle={() => onChoices(toggled(choices, file))}
              onChoose={(way) => onChoices({ ...choices, [file.id]: way })}
            />
          ))}
        </ul>
      )}
      {ignored.length > 0 ? (
        <details className="px-4 py-3 text-muted">
          <summary>
            {ignored.length} {ignored.length === 1 ? 'file was' : 'files were'} left out
          </summary>
          <ul className="mt-1 pl-4">
            {ignored.map(({ path, why }) => (
              <li key={path} className="break-all">
                <span className="font-mono text-meta">{path}</span>: {why}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </>
  );
}
