'use client';

import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { Field, Input } from '@/components/ui/field';
import { resourcesQuery } from './queries';

/** Finds a resource by a part of its name or id, among those with a finding. */
export function ResourceChoice({ onChoose }: { onChoose: (resourceId: string) => void }) {
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const q = useDeferredValue(text.trim());
  const { data: found } = useQuery(resourcesQuery(q));
  const isAsked = q.length > 1;
  return (
    <div className="flex flex-col gap-2">
      <Field label="Resource" hint="A part of the name or id of a resource that has a finding.">
        {(wiring) => (
          <Input
            {...wiring}
            type="search"
            value={text}
            onChange={({ target }) => setText(target.value)}
            autoComplete="off"
          />
        )}
      </Field>
      {isAsked && found?.length === 0 ? (
        <p className="text-muted">No resource with a finding has that.</p>
      ) : null}
      {isAsked && found && found.length > 0 ? (
        <ul aria-label="Resources found" className="divide-y rounded-base border bg-surface">
          {found.map(({ resourceId, resourceName, nativeId, account, provider }) => (
            <li key={resourceId}>
              <button
                type="button"
                aria-pressed={chosen === resourceId}
                onClick={() => {
                  setChosen(resourceId);
                  onChoose(resourceId);
                }}
                className="flex w-full flex-wrap gap-x-3 px-3 py-1.5 text-left hover:bg-hover aria-pressed:bg-accent-soft"
              >
                <span className="min-w-40 flex-1 break-all">{resourceName ?? nativeId}</span>
                <span className="text-faint">
                  {provider} {account}
                </span>
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
