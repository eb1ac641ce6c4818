'use client';

import { useQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import { Search } from 'lucide-react';
import { useState } from 'react';
import { useSettled } from '@/components/palette/use-settled';
import { Problem } from '@/components/ui/problem';
import type { ResourceView } from '@/lib/recommendations/why.schema';
import { resourcesQuery } from './queries';

const PAUSE_MS = 200;

type ResourcePickerProps = { onPick: (resource: ResourceView) => void };

/** Finds a resource by its name or native id: type, move with the arrows, take with Enter. */
export function ResourcePicker({ onPick }: ResourcePickerProps) {
  const [text, setText] = useState('');
  const [isOpen, setIsOpen] = useState(false);
  const asked = text.trim();
  const settled = useSettled(asked, PAUSE_MS);
  const found = useQuery(resourcesQuery(settled));
  const items = asked === '' || settled === '' ? [] : (found.data?.items ?? []);
  const isAsking = asked !== '' && (settled !== asked || found.isFetching);
  const isShown = isOpen && asked !== '';
  return (
    <Command
      label="Find a resource"
      shouldFilter={false}
      vimBindings={false}
      loop
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !isShown) return;
        event.stopPropagation();
        setIsOpen(false);
      }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setIsOpen(false);
      }}
      className="relative"
    >
      <Search aria-hidden className="pointer-events-none absolute top-2 left-2 size-4 text-faint" />
      <Command.Input
        value={text}
        onValueChange={(typed) => {
          setText(typed);
          setIsOpen(true);
        }}
        onFocus={() => setIsOpen(true)}
        maxLength={200}
        aria-label="Find a resource by its name or id"
        placeholder="Find a resource by its name or id"
        className="h-8 w-full rounded-base border border-line-strong bg-raised pr-2 pl-8 text-form text-ink placeholder:text-faint"
      />
      <Command.List
        label="Resources found"
        className={
          isShown && items.length > 0
            ? 'absolute inset-x-0 top-9 z-20 max-h-72 overflow-y-auto rounded-base border bg-raised p-1 shadow-overlay'
            : 'hidden'
        }
      >
        {items.map((resource) => (
          <Command.Item
            key={resource.id}
            value={resource.id}
            onSelect={() => {
              onPick(resource);
              setText('');
              setIsOpen(false);
            }}
            className="cursor-pointer rounded-small px-2 py-1 data-[selected=true]:bg-accent-soft"
          >
            <span className="block truncate">{resource.name ?? resource.nativeId}</span>
            <span className="block truncate text-meta text-muted">
              {[resource.provider, resource.account, resource.region, resource.nativeId].join(' · ')}
            </span>
          </Command.Item>
        ))}
      </Command.List>
      <p role="status" className={isShown && items.length === 0 ? 'mt-1 text-meta text-muted' : 'sr-only'}>
        {isShown ? statusWords(asked, items.length, isAsking) : ''}
      </p>
      {found.error && isShown ? <Problem error={found.error} onRetry={() => void found.refetch()} /> : null}
    </Command>
  );
}

function statusWords(asked: string, count: number, isAsking: boolean): string {
  if (isAsking) return 'Searching…';
  if (count === 0) return `No resource has “${asked}” in its name or id.`;
  return `${count} ${count === 1 ? 'resource' : 'resources'} found`;
}
