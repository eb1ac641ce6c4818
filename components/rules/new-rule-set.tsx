'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { useDeedUrl } from '@/components/ui/deed-url';
import { Dialog, DialogActions, DialogCancel } from '@/components/ui/dialog';
import { Field, Input, Select } from '@/components/ui/field';
import { Problem } from '@/components/ui/problem';
import { createRuleSet, ruleSetsQuery } from './queries';
import { DOMAIN_WORDS } from './states';
import { DOMAINS, hrefOfRuleSet } from './url';

const ALL = { q: null, sort: 'title', cursor: null, domain: null, origin: null, state: null } as const;

/** Begins a set as a draft, from a small one that works or as a copy. */
export function NewRuleSet() {
  const { isOpen, setOpen } = useDeedUrl('new');
  return (
    <Dialog
      title="New rule set"
      description="It begins as a draft. Nothing uses it before you publish it."
      open={isOpen}
      onOpenChange={setOpen}
      trigger={
        <Button look="primary">
          <Plus aria-hidden /> New rule set
        </Button>
      }
    >
      <NewRuleSetForm />
    </Dialog>
  );
}

function NewRuleSetForm() {
  const router = useRouter();
  const create = useMutation(createRuleSet(useQueryClient()));
  const known = useQuery(ruleSetsQuery(ALL));
  const [title, setTitle] = useState('');
  const [name, setName] = useState<string | null>(null); // null: it follows the title
  const [copyOf, setCopyOf] = useState('');
  const [domain, setDomain] = useState<(typeof DOMAINS)[number]>('finops');
  const slug = name ?? slugOf(title);
  const submit = () =>
    create.mutate(
      { title, slug, ...(copyOf ? { copyOf } : { domain }) },
      { onSuccess: (made) => router.push(hrefOfRuleSet(made.slug)) },
    );
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Field label="Title">
        {(wiring) => (
          <Input
            {...wiring}
            required
            maxLength={200}
            value={title}
            onChange={(event) => setTitle(event.target.value)}
          />
        )}
      </Field>
      <Field
        label="Name"
        hint="Words in lower case joined by “-”. It stays: tickets and links are tied to it."
      >
        {(wiring) => (
          <Input
            {...wiring}
            required
            maxLength={80}
            pattern="[a-z0-9]+(-[a-z0-9]+)*"
            className="font-mono"
            value={slug}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field label="Start from">
        {(wiring) => (
          <Select {...wiring} value={copyOf} onChange={(event) => setCopyOf(event.target.value)}>
            <option value="">A small set that works</option>
            {known.data?.items.flatMap(({ version, ...set }) =>
              version === 0
                ? []
                : [<option key={set.slug} value={set.slug}>{`A copy of ${set.title}`}</option>],
            )}
          </Select>
        )}
      </Field>
      {copyOf ? null : (
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
      )}
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

function slugOf(title: string): string {
  const words = title
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase();
  return words
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 80);
}
