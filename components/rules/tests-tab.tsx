'use client';

import { Button } from '@/components/ui/button';
import { State } from '@/components/ui/state';
import type { CaseResult } from '@/lib/rules/schema';
import type { Place } from './place';
import { CASE_LOOKS } from './states';
import { failedFirst, type Validation } from './use-validation';

type TestsTabProps = { validation: Validation; onGo: (place: Place) => void };

/** The set's own tests as they come out on the text that stands there, those that fail first. */
export function TestsTab({ validation, onGo }: TestsTabProps) {
  const { result, error } = validation;
  if (error && !result) return <p className="text-bad">The tests could not be run: {error.message}</p>;
  if (!result) return <p className="text-muted">The tests are run…</p>;
  if (!result.valid) return <p className="text-muted">The tests run once the text has no problems.</p>;
  if (result.tests.length === 0) return <NoTests />;
  return (
    <ul aria-label="Tests" className="flex flex-col gap-2">
      {failedFirst(result.tests).map((test) => (
        <TestRow key={`${test.line}:${test.name}`} test={test} onGo={onGo} />
      ))}
    </ul>
  );
}

function NoTests() {
  return (
    <p className="text-muted">
      This set has no tests. Under <code className="font-mono text-meta">tests:</code> a case says what is{' '}
      <code className="font-mono text-meta">given</code> and what to{' '}
      <code className="font-mono text-meta">expect</code>: then nobody can break it unnoticed.
    </p>
  );
}

function TestRow({ test, onGo }: { test: CaseResult; onGo: (place: Place) => void }) {
  const { name, line, passed, difference, why } = test;
  return (
    <li className="rounded-base border bg-surface px-3 py-2">
      <div className="flex items-center gap-3">
        <State look={passed ? CASE_LOOKS.passed : CASE_LOOKS.failed} />
        <span className="min-w-0 flex-1 break-words">{name}</span>
        <GoButton place={{ line, column: 1 }} onGo={onGo} />
      </div>
      {passed ? null : (
        <>
          <dl className="mt-2 flex flex-col gap-1">
            {difference.map((told) => (
              <Difference key={told} told={told} />
            ))}
          </dl>
          {why && why.length > 0 ? (
            <ul aria-label="Why" className="mt-2 flex flex-col gap-1 text-muted">
              {why.map((sentence) => (
                <li key={sentence} className="break-words">
                  {sentence}
                </li>
              ))}
            </ul>
          ) : null}
        </>
      )}
    </li>
  );
}

/** "recommend[0].action: expected …, got …", set apart. */
function Difference({ told }: { told: string }) {
  const [, field = 'expect', expected = told, got] = /^(.*?): expected (.*), got (.*)$/s.exec(told) ?? [];
  return (
    <div>
      <dt className="font-mono text-meta text-faint">{field}</dt>
      <dd className="flex flex-wrap gap-x-4 break-all">
        <span>
          <span className="text-faint">expected</span> <code className="font-mono text-meta">{expected}</code>
        </span>
        {got === undefined ? null : (
          <span>
            <span className="text-faint">got</span>{' '}
            <code className="font-mono text-meta text-bad">{got}</code>
          </span>
        )}
      </dd>
    </div>
  );
}

/** Takes the cursor to a place in the text. */
export function GoButton({ place, onGo }: { place: Place; onGo: (place: Place) => void }) {
  return (
    <Button
      look="quiet"
      onClick={() => onGo({ ...place })}
      aria-label={`Go to line ${place.line}`}
      className="-my-1 font-normal tabular-nums"
    >
      line {place.line}
    </Button>
  );
}
