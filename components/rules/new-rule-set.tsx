'use client';

import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { useDeedUrl } from '@/components/ui/deed-url';
import { Dialog } from '@/components/ui/dialog';
import { Field, Input, Select } from '@/components/ui/field';
import { BeginFromDocument } from './begin-from-document';
import { BeginFromSet } from './begin-from-set';
import { ruleSetsQuery } from './queries';

const ALL = { q: null, sort: 'title', cursor: null, domain: null, origin: null, state: null } as const;
/** No set is named so. */
const DOCUMENT = ':document';

/** Begins a set as a draft: from a small one that works, as a copy, or from what another engine was given. */
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

/** What is asked of every set; the rest of the form is by where it starts from. */
function NewRuleSetForm() {
  const formId = useId();
  const known = useQuery(ruleSetsQuery(ALL));
  const [title, setTitle] = useState('');
  const [name, setName] = useState<string | null>(null); // null: it follows the title
  const [start, setStart] = useState('');
  const slug = name ?? slugOf(title);
  const named = { formId, title, slug };
  return (
    <div className="flex flex-col gap-4">
      <Field label="Title">
        {(wiring) => (
          <Input
            {...wiring}
            form={formId}
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
            form={formId}
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
          <Select {...wiring} value={start} onChange={(event) => setStart(event.target.value)}>
            <option value="">A small set that works</option>
            <option value={DOCUMENT}>A json-rules-engine document</option>
            {known.data?.items.flatMap(({ version, ...set }) =>
              version === 0
                ? []
                : [<option key={set.slug} value={set.slug}>{`A copy of ${set.title}`}</option>],
            )}
          </Select>
        )}
      </Field>
      {start === DOCUMENT ? (
        <BeginFromDocument {...named} />
      ) : (
        <BeginFromSet {...named} copyOf={start === '' ? null : start} />
      )}
    </div>
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
