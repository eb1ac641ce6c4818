/** What the palette can do without asking the server: a page, or an action. */
export type Entry = { id: string; name: string; words?: string };

/**
 * The entries that a text means: each of its words begins a word of the name or of the further words. Names that begin
 * with the whole text come first, then those that hold all of its words, each in the order given.
 */
export function matching<E extends Entry>(entries: readonly E[], text: string): E[] {
  const asked = wordsOf(text);
  const whole = asked.join(' ');
  const place = (entry: E): number | null => {
    const name = wordsOf(entry.name);
    if (name.join(' ').startsWith(whole)) return 0;
    if (holds(name, asked)) return 1;
    return holds([...name, ...wordsOf(entry.words ?? '')], asked) ? 2 : null;
  };
  return entries
    .flatMap((entry) => {
      const found = place(entry);
      return found === null ? [] : [{ entry, found }];
    })
    .sort((a, b) => a.found - b.found)
    .map(({ entry }) => entry);
}

function holds(words: string[], asked: string[]): boolean {
  return asked.every((begin) => words.some((word) => word.startsWith(begin)));
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
}
