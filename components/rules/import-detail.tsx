'use client';

import type { ComparedFile } from '@/lib/rules/files/schema';
import { type Choice, chosenText, isChoosable } from './import-choice';
import { FILE_WORDS } from './import-states';
import { TextDiff } from './lazy-diff';

type ImportDetailProps = {
  file: ComparedFile;
  choice: Choice | undefined;
  onChoose: (choice: Choice) => void;
};

/** What a state means here, what is wrong with the file, and what taking it would change. */
export function ImportDetail({ file, choice, onChoose }: ImportDetailProps) {
  const { state, base, errors, failingTests, current } = file;
  return (
    <div className="flex flex-col gap-3">
      <p className="text-muted">
        {FILE_WORDS[state]}
        {base ? ` Both came from ${base}.` : null}
        {state === 'changed' && !base ? ' What both had in common is not known.' : null}
      </p>
      {errors.length > 0 ? (
        <ul className="flex list-disc flex-col gap-1 pl-4">
          {errors.map(({ line, column, message }) => (
            <li key={`${line}:${column}:${message}`} className="break-words">
              <span className="text-muted tabular-nums">
                Line {line}, column {column}:
              </span>{' '}
              {message}
            </li>
          ))}
        </ul>
      ) : null}
      {failingTests.length > 0 ? (
        <p className="break-words text-warn">
          Its own tests fail, so it can be a draft and cannot be published: {failingTests.join(', ')}
        </p>
      ) : null}
      <Ways file={file} choice={choice} onChoose={onChoose} />
      {isChoosable(file) ? (
        <TextDiff label="What taking it changes" from={current ?? ''} to={chosenText(file, choice)} />
      ) : null}
    </div>
  );
}

/** Of a conflict: which text is taken. */
function Ways({ file: { id, merged }, choice, onChoose }: ImportDetailProps) {
  if (!merged) return null;
  const marks =
    merged.conflicts === 0
      ? 'Both, in one text'
      : `Both, with ${merged.conflicts} ${merged.conflicts === 1 ? 'place' : 'places'} to choose at: only as a draft`;
  const ways = [
    { way: 'both', told: marks },
    { way: 'file', told: 'The file: what was changed here goes, and stands in the older version' },
  ] as const;
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="font-semibold">What to take</legend>
      {ways.map(({ way, told }) => (
        <label key={way} className="flex items-baseline gap-2">
          <input
            type="radio"
            name={`way-${id}`}
            checked={choice === way}
            onChange={() => onChoose(way)}
            className="size-3.5 shrink-0 translate-y-0.5 accent-accent"
          />
          <span className="min-w-0 break-words">{told}</span>
        </label>
      ))}
    </fieldset>
  );
}
