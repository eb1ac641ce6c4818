'use client';

import { Button } from './button';
import { Notice } from './notice';
import { RequestError } from './request';

/** What went wrong, in words, with the id under which the log has it. */
export function Problem({ error, onRetry }: { error: Error; onRetry?: () => void }) {
  const known = error instanceof RequestError ? error : null;
  const faults = known?.errors.filter(({ path, message }) => !isTold(error.message, path, message)) ?? [];
  return (
    <Notice
      look="red"
      title={sentence(error.message)}
      actions={onRetry ? <Button onClick={onRetry}>Try again</Button> : null}
    >
      {faults.length > 0 ? (
        <ul className="list-disc pl-4">
          {faults.map((fault) => (
            <li key={`${fault.path}:${fault.line}:${fault.message}`}>
              {[fault.path, fault.message].filter(Boolean).join(': ')}
            </li>
          ))}
        </ul>
      ) : null}
      {known?.requestId ? (
        <p className="text-meta text-faint">
          Request <code className="font-mono">{known.requestId}</code>
        </p>
      ) : null}
    </Notice>
  );
}

/** Whether the sentence above names the fault already: the missing columns of a file, say. */
function isTold(told: string, path: string | undefined, message: string): boolean {
  return told.includes(message) || (path !== undefined && path !== '' && told.includes(path));
}

function sentence(text: string): string {
  const start = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(start) ? start : `${start}.`;
}
