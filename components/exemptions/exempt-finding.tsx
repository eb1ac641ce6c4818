'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ShieldOff } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { actionWords } from '@/components/recommendations/states';
import { StartNow } from '@/components/runs/start-now';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field, Select } from '@/components/ui/field';
import type { Exempted } from '@/lib/recommendations/exemptions/schema';
import type { RecommendationDetail } from '@/lib/recommendations/schema';
import { ExemptForm } from './exempt-form';
import { createExemption } from './queries';

type FindingProps = { found: RecommendationDetail };

/** Exempts what a recommendation is about: its resource, its account, or what carries one of its tags. */
export function ExemptFinding({ found }: FindingProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [made, setMade] = useState<string | null>(null);
  if (made !== null) {
    return (
      <div role="status" className="flex flex-wrap items-center gap-2 text-muted">
        <Link href={`/exemptions/${made}`} className="text-accent underline">
          Exempt
        </Link>
        from the next generation on. <StartNow graph="recommend" label="Generate now" />
      </div>
    );
  }
  return (
    <Dialog
      title="Exempt"
      description="It is not found until a day, whatever the rules say. The rules stay as they are."
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button>
          <ShieldOff aria-hidden /> Exempt…
        </Button>
      }
    >
      <FindingForm
        found={found}
        onDone={(id) => {
          setIsOpen(false);
          setMade(id);
        }}
      />
    </Dialog>
  );
}

function FindingForm({ found, onDone }: FindingProps & { onDone: (id: string) => void }) {
  const things = thingsOf(found);
  const [place, setPlace] = useState(0);
  const [isNarrow, setIsNarrow] = useState(true);
  const create = useMutation(createExemption(useQueryClient()));
  const what = things[place]?.what;
  const { set: ruleSet, action } = found;
  const chosen = what ? { what, ...(isNarrow ? { ruleSet, action } : {}) } : null;
  return (
    <ExemptForm
      scope={chosen}
      error={create.error}
      isPending={create.isPending}
      onSubmit={(given) => {
        if (chosen) create.mutate({ ...chosen, ...given }, { onSuccess: ({ id }) => onDone(id) });
      }}
    >
      <Field label="Exempt">
        {(wiring) => (
          <Select
            {...wiring}
            className="w-full min-w-0"
            value={place}
            onChange={({ target }) => setPlace(Number(target.value))}
          >
            {things.map(({ label }, index) => (
              <option key={label} value={index}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="From">
        {(wiring) => (
          <Select
            {...wiring}
            className="w-full min-w-0"
            value={isNarrow ? 'this' : 'all'}
            onChange={({ target }) => setIsNarrow(target.value === 'this')}
          >
            <option value="this">
              {actionWords(action)}, {found.setTitle}
            </option>
            <option value="all">Every action of every rule set</option>
          </Select>
        )}
      </Field>
    </ExemptForm>
  );
}

type Thing = { label: string; what: Exempted };

function thingsOf({
  resourceId,
  resourceName,
  nativeId,
  provider,
  account,
  facts,
}: RecommendationDetail): Thing[] {
  const tags = facts.flatMap(({ name, value }) => (name === 'tags' ? tagsIn(value) : []));
  return [
    { label: `This resource: ${resourceName ?? nativeId}`, what: { kind: 'resource', resourceId } },
    { label: `Its account: ${provider} ${account}`, what: { kind: 'account', provider, account } },
    ...[...new Map(tags).entries()].map(
      ([key, value]): Thing => ({ label: `Its tag: ${key} = ${value}`, what: { kind: 'tag', key, value } }),
    ),
  ];
}

function tagsIn(value: unknown): [string, string][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, text]): [string, string][] =>
    typeof text === 'string' && text !== '' ? [[key, text]] : [],
  );
}
