'use client';

import { useRouter } from 'next/navigation';
import { createContext, type ReactNode, useContext, useId, useState } from 'react';
import { Input, Select } from '@/components/ui/field';

const Wanted = createContext({ words: '', setWords: (_words: string) => {} });

/** Holds what is looked for; the parts of the page come from the server and only hide themselves. */
export function FilterProvider({ children }: { children: ReactNode }) {
  const [words, setWords] = useState('');
  return <Wanted value={{ words, setWords }}>{children}</Wanted>;
}

export function FilterBox() {
  const { words, setWords } = useContext(Wanted);
  return (
    <Input
      type="search"
      aria-label="Filter the calls"
      placeholder="Path, name or word"
      className="w-full min-w-0 md:shrink-0"
      value={words}
      onChange={({ target }) => setWords(target.value)}
    />
  );
}

type FilteredProps = { texts: readonly string[]; children: ReactNode };

/** Shown while one of its texts has every word that is looked for. */
export function Filtered({ texts, children }: FilteredProps) {
  const words = useContext(Wanted).words.toLowerCase().split(/\s+/);
  const isWanted = texts.some((text) => words.every((word) => text.includes(word)));
  return <div hidden={!isWanted}>{children}</div>;
}

/** What is said when nothing fits. */
export function NothingFits({ texts }: { texts: readonly string[] }) {
  const { words } = useContext(Wanted);
  const parts = words.toLowerCase().split(/\s+/);
  if (texts.some((text) => parts.every((word) => text.includes(word)))) return null;
  return <p className="py-6 text-muted">No call has “{words.trim()}”. Try one word of its path.</p>;
}

/** The way between the areas where there is no room for a list of them. */
export function AreaSelect({ areas }: { areas: readonly { id: string; name: string }[] }) {
  const router = useRouter();
  const id = useId();
  return (
    <>
      <label htmlFor={id} className="sr-only">
        Go to an area
      </label>
      <Select id={id} className="w-full min-w-0" onChange={({ target }) => router.push(`#${target.value}`)}>
        {areas.map((area) => (
          <option key={area.id} value={area.id}>
            {area.name}
          </option>
        ))}
      </Select>
    </>
  );
}
