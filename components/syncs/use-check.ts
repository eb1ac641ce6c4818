import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useSettled } from '@/components/palette/use-settled';
import type { Mark } from '@/components/rules/code-props';
import type { DefinitionError } from '@/lib/catalog/schema';
import { checkQuery } from './queries';

const PAUSE_MS = 300;

export type Check = {
  errors: DefinitionError[] | null; // null: not known yet
  isCurrent: boolean; // of the very text that stands there
  marks: Mark[] | null;
  error: Error | null;
};

/** What the server says of a text, asked when one stops typing for a moment. */
export function useCheck(text: string): Check {
  const asked = useSettled(text, PAUSE_MS);
  const { data, isPlaceholderData, error } = useQuery(checkQuery(asked));
  const isCurrent = asked === text && data !== undefined && !isPlaceholderData;
  const marks = useMemo(
    () => (data && isCurrent ? data.errors.map((fault) => ({ ...fault, severity: 'error' as const })) : null),
    [data, isCurrent],
  );
  return { errors: data?.errors ?? null, isCurrent, marks, error };
}
