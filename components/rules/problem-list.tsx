import { CircleX, TriangleAlert } from 'lucide-react';
import type { Place } from './place';
import { GoButton } from './tests-tab';

type Told = Place & { message: string; severity?: 'error' | 'warning' };
type ProblemListProps = { errors: Told[]; onGo: (place: Place) => void };

/** What is wrong with a text, place by place. */
export function ProblemList({ errors, onGo }: ProblemListProps) {
  if (errors.length === 0) return <p className="text-muted">The text has no problems.</p>;
  return (
    <ul aria-label="Problems" className="flex flex-col gap-2">
      {errors.map(({ line, column, message, severity }) => (
        <li
          key={`${line}:${column}:${message}`}
          className="flex items-start gap-3 rounded-base border bg-surface px-3 py-2"
        >
          {severity === 'warning' ? (
            <TriangleAlert role="img" aria-label="Warning" className="mt-0.5 size-4 shrink-0 text-warn" />
          ) : (
            <CircleX role="img" aria-label="Error" className="mt-0.5 size-4 shrink-0 text-bad" />
          )}
          <span className="min-w-0 flex-1 break-words">{message}</span>
          <GoButton place={{ line, column }} onGo={onGo} />
        </li>
      ))}
    </ul>
  );
}
