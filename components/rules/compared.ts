import type { DraftView } from '@/lib/rules/editing/schema';
import type { Compared, Texts } from './compare';

/** Every draft as a text to compare beside those at hand; the one that is open is there under its own name. */
export function withDrafts(texts: Texts, drafts: readonly DraftView[]): Texts {
  const labels = new Set(Object.values(texts).map(({ label }) => label));
  const others = drafts.flatMap(({ number, updatedBy, yaml }) => {
    const name = `Draft ${number}`;
    return labels.has(name)
      ? []
      : [[`draft-${number}`, { label: `${name}, by ${updatedBy}`, text: yaml }] as const];
  });
  return { ...texts, ...Object.fromEntries(others) };
}

/** What a link asks for, where it is still there: a draft may have gone since, and a number be of no version. */
export function resolved(compared: Compared, texts: Texts, currentVersion: number): Compared {
  const isThere = (name: string) =>
    Object.hasOwn(texts, name) || (/^[1-9]\d*$/.test(name) && Number(name) <= currentVersion);
  const before = String(Math.max(1, currentVersion - 1));
  return {
    from: isThere(compared.from) ? compared.from : before,
    to: isThere(compared.to) ? compared.to : String(currentVersion),
  };
}
