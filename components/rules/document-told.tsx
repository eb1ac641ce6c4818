import { Notice } from '@/components/ui/notice';
import { Problem } from '@/components/ui/problem';
import { RequestError } from '@/components/ui/request';
import type { ImportedRules } from '@/lib/rules/jre/schema';
import type { Place } from './place';

type Told = { message: string; line?: number; column?: number };
type OnGo = { onGo: (place: Place) => void };

/** What was read of a document, and what of it is left out or means something else here. */
export function DocumentNotes({ taken: { rules, notes }, onGo }: { taken: ImportedRules } & OnGo) {
  const read = rules === 1 ? '1 rule can be taken' : `${rules} rules can be taken`;
  return (
    <section aria-label="What was read" className="flex flex-col gap-2">
      <p role="status">
        {notes.length === 0 ? `${read}, and nothing is left out.` : `${read}. To be known:`}
      </p>
      <Places label="To be known" told={notes} onGo={onGo} />
    </section>
  );
}

/** Why nothing can be taken, place by place where the text itself is wrong. */
export function DocumentError({ error, onGo }: { error: Error } & OnGo) {
  const faults = error instanceof RequestError ? error.errors : [];
  if (!faults.some(({ line }) => line !== undefined)) return <Problem error={error} />;
  return (
    <Notice look="red" title="Nothing of the document can be taken.">
      <Places label="What is wrong" told={faults} onGo={onGo} />
    </Notice>
  );
}

/** As many as there may be: the buttons of the window stay near. */
function Places({ label, told, onGo }: { label: string; told: readonly Told[] } & OnGo) {
  if (told.length === 0) return null;
  return (
    <ul aria-label={label} className="max-h-48 divide-y overflow-y-auto">
      {told.map(({ message, line, column }) => (
        <li key={`${line}:${column}:${message}`} className="py-1.5">
          {line !== undefined && column !== undefined ? (
            <button
              type="button"
              onClick={() => onGo({ line, column })}
              className="block text-accent tabular-nums hover:underline"
            >
              Line {line}, column {column}
            </button>
          ) : null}
          <span className="break-words">{message}</span>
        </li>
      ))}
    </ul>
  );
}
