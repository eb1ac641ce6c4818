'use client';

import { CircleX } from 'lucide-react';
import { NeverFiresList } from './never-fires';
import type { Place } from './place';
import { GoButton } from './tests-tab';
import type { Validation } from './use-validation';

type ProblemsTabProps = { validation: Validation; neverFires: string[]; onGo: (place: Place) => void };

/** What is wrong with the text, place by place, and what the last generation could not judge by the published one. */
export function ProblemsTab({ validation, neverFires, onGo }: ProblemsTabProps) {
  const { result, error } = validation;
  const errors = result?.errors ?? [];
  return (
    <div className="flex flex-col gap-4">
      {error && !result ? <p className="text-bad">The text could not be checked: {error.message}</p> : null}
      {errors.length > 0 ? (
        <ul aria-label="Problems" className="flex flex-col gap-2">
          {errors.map(({ line, column, message }) => (
            <li
              key={`${line}:${column}:${message}`}
              className="flex items-start gap-3 rounded-base border bg-surface px-3 py-2"
            >
              <CircleX role="img" aria-label="Error" className="mt-0.5 size-4 shrink-0 text-bad" />
              <span className="min-w-0 flex-1 break-words">{message}</span>
              <GoButton place={{ line, column }} onGo={onGo} />
            </li>
          ))}
        </ul>
      ) : result ? (
        <p className="text-muted">The text has no problems.</p>
      ) : null}
      {neverFires.length > 0 ? (
        <section>
          <h3 className="font-semibold">Of the published version, on the data of the last generation</h3>
          <NeverFiresList told={neverFires} />
        </section>
      ) : null}
    </div>
  );
}
