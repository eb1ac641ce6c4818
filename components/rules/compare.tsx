'use client';

import { useQuery } from '@tanstack/react-query';
import { ArrowRight } from 'lucide-react';
import { Select } from '@/components/ui/field';
import { Problem } from '@/components/ui/problem';
import { Skeleton } from '@/components/ui/skeleton';
import { TextDiff } from './lazy-diff';
import { versionQuery } from './queries';

/** The two sides: a version's number, or the name of a text that is at hand. */
export type Compared = { from: string; to: string };

/** Texts at hand, by name, with what to call them. */
export type Texts = Record<string, { label: string; text: string }>;

type CompareProps = {
  slug: string;
  currentVersion: number;
  texts: Texts;
  compared: Compared;
  onCompare: (compared: Compared) => void;
};

export function Compare({ slug, currentVersion, texts, compared, onCompare }: CompareProps) {
  const side = { currentVersion, texts };
  return (
    <section aria-label="Comparison" className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <SideSelect
          {...side}
          label="Before"
          value={compared.from}
          onChange={(from) => onCompare({ ...compared, from })}
        />
        <ArrowRight aria-hidden className="size-4 shrink-0 text-faint" />
        <SideSelect
          {...side}
          label="After"
          value={compared.to}
          onChange={(to) => onCompare({ ...compared, to })}
        />
      </div>
      <Difference {...{ slug, texts, compared }} />
    </section>
  );
}

type SideSelectProps = Pick<CompareProps, 'currentVersion' | 'texts'> & {
  label: string;
  value: string;
  onChange: (value: string) => void;
};

function SideSelect({ label, value, onChange, currentVersion, texts }: SideSelectProps) {
  const versions = Array.from({ length: currentVersion }, (_, index) => String(currentVersion - index));
  return (
    <Select
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className="min-w-0 flex-1"
    >
      {Object.entries(texts).map(([name, text]) => (
        <option key={name} value={name}>
          {text.label}
        </option>
      ))}
      {versions.map((version) => (
        <option key={version} value={version}>
          Version {version}
        </option>
      ))}
    </Select>
  );
}

function Difference({ slug, texts, compared }: Pick<CompareProps, 'slug' | 'texts' | 'compared'>) {
  const from = useText(slug, texts, compared.from);
  const to = useText(slug, texts, compared.to);
  const error = from.error ?? to.error;
  if (error) return <Problem error={error} />;
  if (from.text === undefined || to.text === undefined) return <Skeleton className="h-24 w-full" />;
  return <TextDiff label="Difference" from={from.text} to={to.text} />;
}

function useText(
  slug: string,
  texts: Texts,
  name: string,
): { text: string | undefined; error: Error | null } {
  const atHand = texts[name];
  const version = Number(name) || 0;
  const { data, error } = useQuery({
    ...versionQuery(slug, version),
    enabled: atHand === undefined && version > 0,
  });
  if (atHand) return { text: atHand.text, error: null };
  return { text: version > 0 ? data?.yaml : '', error };
}
