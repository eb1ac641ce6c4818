'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { DialogActions, DialogCancel } from '@/components/ui/dialog';
import { Field, Select } from '@/components/ui/field';
import { Problem } from '@/components/ui/problem';
import { createRuleSet } from './queries';
import { DOMAIN_WORDS } from './states';
import { DOMAINS, hrefOfRuleSet } from './url';

type BeginFromSetProps = { formId: string; title: string; slug: string; copyOf: string | null };

/** A set made of the template of a domain, or of what another one says. */
export function BeginFromSet({ formId, title, slug, copyOf }: BeginFromSetProps) {
  const router = useRouter();
  const create = useMutation(createRuleSet(useQueryClient()));
  const [domain, setDomain] = useState<(typeof DOMAINS)[number]>('finops');
  const submit = () =>
    create.mutate(
      { title, slug, ...(copyOf === null ? { domain } : { copyOf }) },
      { onSuccess: (made) => router.push(hrefOfRuleSet(made.slug)) },
    );
  return (
    <form
      id={formId}
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {copyOf === null ? (
        <Field label="Domain">
          {(wiring) => (
            <Select
              {...wiring}
              value={domain}
              onChange={(event) => setDomain(DOMAINS.find((word) => word === event.target.value) ?? 'finops')}
            >
              {DOMAINS.map((word) => (
                <option key={word} value={word}>
                  {DOMAIN_WORDS[word]}
                </option>
              ))}
            </Select>
          )}
        </Field>
      ) : null}
      {create.error ? <Problem error={create.error} /> : null}
      <DialogActions>
        <DialogCancel />
        <Button type="submit" look="primary" disabled={create.isPending}>
          Begin
        </Button>
      </DialogActions>
    </form>
  );
}
