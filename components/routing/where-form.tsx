'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field, Input, Textarea } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { Problem } from '@/components/ui/problem';
import { Tab, TabList, TabPanel, Tabs } from '@/components/ui/tabs';
import type { RoutePreview } from '@/lib/recommendations/route-preview.schema';
import { previewRoute } from './queries';
import { ResourceChoice } from './resource-choice';
import { readTags } from './tags';

/** Asks about a resource, or about tags and an account as one would write them; the answer names each step. */
export function WhereForm() {
  const preview = useMutation(previewRoute());
  return (
    <div className="flex flex-col gap-4">
      <Tabs defaultValue="resource" onValueChange={() => preview.reset()}>
        <TabList label="What to ask about">
          <Tab value="resource">A resource</Tab>
          <Tab value="tags">Tags and an account</Tab>
        </TabList>
        <TabPanel value="resource">
          <ResourceChoice onChoose={(resourceId) => preview.mutate({ resourceId })} />
        </TabPanel>
        <TabPanel value="tags">
          <TagsForm onAsk={preview.mutate} isPending={preview.isPending} />
        </TabPanel>
      </Tabs>
      {preview.error ? <Problem error={preview.error} /> : null}
      {preview.data ? <Answer preview={preview.data} /> : null}
    </div>
  );
}

type TagsFormProps = {
  onAsk: (asked: { tags: Record<string, string>; provider: string; account: string }) => void;
  isPending: boolean;
};

function TagsForm({ onAsk, isPending }: TagsFormProps) {
  const [fault, setFault] = useState<string | null>(null);
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const text = (name: string) => String(form.get(name) ?? '').trim();
        const read = readTags(text('tags'));
        setFault(read.fault);
        if (read.fault === null) {
          onAsk({ tags: read.tags, provider: text('provider'), account: text('account') });
        }
      }}
    >
      <Field label="Tags" hint="One a line: owner=data" error={fault}>
        {(wiring) => <Textarea {...wiring} name="tags" rows={3} className="font-mono" />}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Provider">
          {(wiring) => <Input {...wiring} name="provider" maxLength={100} placeholder="AWS" />}
        </Field>
        <Field label="Account">{(wiring) => <Input {...wiring} name="account" maxLength={200} />}</Field>
      </div>
      <div>
        <Button type="submit" look="primary" disabled={isPending}>
          Where would this go?
        </Button>
      </div>
    </form>
  );
}

function Answer({ preview: { sentence, steps, via, resource } }: { preview: RoutePreview }) {
  return (
    <div role="status" aria-label="Where it would go">
      <Notice look={via === 'none' ? 'amber' : 'plain'} title={sentence}>
        {resource ? <p className="text-muted">{resource.name}</p> : null}
        <ol className="mt-1 list-decimal pl-5">
          {steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </Notice>
    </div>
  );
}
