import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { CaseResult, ValidateResult } from '@/lib/rules/schema';
import type { Mark } from './code-props';
import { validationQuery } from './queries';

const PAUSE_MS = 300;

/** `isCurrent`: the result is of the very text that stands there; else it is of what stood there a moment ago. */
export type Validation = { result: ValidateResult | null; isCurrent: boolean; error: Error | null };

/** What the server says of a text, asked when one stops typing for a moment; an answer to an older text is dropped. */
export function useValidation(slug: string, text: string): Validation {
  const [asked, setAsked] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const { data, isPlaceholderData, error } = useQuery(validationQuery(slug, asked));
  return {
    result: data ?? null,
    isCurrent: asked === text && data !== undefined && !isPlaceholderData,
    error,
  };
}

/** The marks in the text; null while they would be of another text. */
export function useMarks({ result, isCurrent }: Validation): Mark[] | null {
  return useMemo(() => (result && isCurrent ? marksOf(result) : null), [result, isCurrent]);
}

function marksOf({ errors, warnings, tests }: ValidateResult): Mark[] {
  const failed = tests.filter(({ passed }) => !passed);
  return [
    ...errors.map((error) => ({ ...error, severity: 'error' as const })),
    ...warnings.map((warning) => ({ ...warning, severity: 'warning' as const })),
    ...failed.map(({ line, name, difference }) => {
      const message = `The test “${name}” fails. ${difference.join('. ')}`;
      return { line, column: 1, message, severity: 'warning' as const };
    }),
  ];
}

/** Those that failed first, each group in the order of the file. */
export function failedFirst(tests: CaseResult[]): CaseResult[] {
  return [...tests.filter(({ passed }) => !passed), ...tests.filter(({ passed }) => passed)];
}
