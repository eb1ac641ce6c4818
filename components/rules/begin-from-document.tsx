'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { DialogActions, DialogCancel } from '@/components/ui/dialog';
import { Field, Select } from '@/components/ui/field';
import { Problem } from '@/components/ui/problem';
import { DocumentField } from './document-field';
import { DocumentError, DocumentNotes } from './document-told';
import { lineAt, type Place } from './place';
import { createRuleSet, readDocument } from './queries';
import { DOMAIN_WORDS } from './states';
import { DOMAINS, hrefOfRuleSet } from './url';

type BeginFromDocumentProps = { formId: string; title: string; slug: string };

/**
 * A set made of a document of json-rules-engine, in two steps: it is read, which tells what of it is not taken as it
 * stands, and then begun. What was read and is changed afterwards has to be read again.
 */
export function BeginFromDocument({ formId, title, slug }: BeginFromDocumentProps) {
  const router = useRouter();
  const read = useMutation(readDocument);
  const create = useMutation(createRuleSet(useQueryClient()));
  const [text, setText] = useState('');
  const [domain, setDomain] = useState<(typeof DOMAINS)[number] | null>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const asked = { text, slug, title, ...(domain ? { domain } : {}) };
  const isCurrent = JSON.stringify(read.variables) === JSON.stringify(asked);
  const taken = isCurrent ? read.data : undefined;
  const submit = () => {
    if (!taken) return read.mutate(asked, { onSettled: () => create.reset() });
    const { yaml } = taken;
    create.mutate({ yaml }, { onSuccess: (made) => router.push(hrefOfRuleSet(made.slug)) });
  };
  const goTo = (place: Place) => {
    const { from, to } = lineAt(text, place);
    area.current?.focus();
    area.current?.setSelectionRange(from, to);
  };
  return (
    <form
      id={formId}
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <DocumentField area={area} text={text} onText={setText} />
      <Field label="Domain">
        {(wiring) => (
          <Select
            {...wiring}
            value={domain ?? ''}
            onChange={(event) => setDomain(DOMAINS.find((word) => word === event.target.value) ?? null)}
          >
            <option value="">The one that has all that its rules say</option>
            {DOMAINS.map((word) => (
              <option key={word} value={word}>
                {DOMAIN_WORDS[word]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {isCurrent && read.error ? <DocumentError error={read.error} onGo={goTo} /> : null}
      {taken ? <DocumentNotes taken={taken} onGo={goTo} /> : null}
      {taken && create.error ? <Problem error={create.error} /> : null}
      <DialogActions>
        <DialogCancel />
        <Button type="submit" look="primary" disabled={read.isPending || create.isPending}>
          {taken
            ? `Begin with ${taken.rules === 1 ? '1 rule' : `${taken.rules} rules`}`
            : 'Read the document'}
        </Button>
      </DialogActions>
    </form>
  );
}
