'use client';

import { NeverFiresList } from './never-fires';
import type { Place } from './place';
import { ProblemList } from './problem-list';
import type { Validation } from './use-validation';

type ProblemsTabProps = { validation: Validation; neverFires: string[]; onGo: (place: Place) => void };

/** What is wrong with the text, place by place, and what the last generation could not judge by the published one. */
export function ProblemsTab({ validation, neverFires, onGo }: ProblemsTabProps) {
  const { result, error } = validation;
  const problems = [...(result?.errors ?? []), ...(result?.warnings ?? [])];
  return (
    <div className="flex flex-col gap-4">
      {error && !result ? <p className="text-bad">The text could not be checked: {error.message}</p> : null}
      {result ? <ProblemList errors={problems} onGo={onGo} /> : null}
      {neverFires.length > 0 ? (
        <section>
          <h3 className="font-semibold">Of the published version, on the data of the last generation</h3>
          <NeverFiresList told={neverFires} />
        </section>
      ) : null}
    </div>
  );
}
