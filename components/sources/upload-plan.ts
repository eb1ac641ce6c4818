import type { SourceView } from '@/lib/sources/views.schema';
import type { Uploaded } from './queries';
import type { UploadPart } from './upload';

/** One of several files that are sent one after the other; those of a bill are the parts of one delivery. */
export type PlannedFile = {
  id: number; // its place, from 1
  file: File;
  part: UploadPart | undefined;
  state: 'waiting' | 'sending' | 'here' | 'missing';
  error: string | null; // why it is missing
  uploaded: Uploaded | null;
};

type Source = Pick<SourceView, 'kind' | 'config'>;

export const ACCEPTED = { focus: ['.csv', '.gz'], inventory: ['.json', '.gz'] } as const;

/** Names of files that this source does not take: one of them would leave its delivery without a part for good. */
export function namesNotTaken(files: readonly File[], kind: SourceView['kind']): string[] {
  const endings: readonly string[] = kind === 'inventory' ? ACCEPTED.inventory : ACCEPTED.focus;
  return files
    .map(({ name }) => name)
    .filter((name) => !endings.some((ending) => name.toLowerCase().endsWith(ending)));
}

/** The files in the order of their names. `delivery` is the name that the parts of a bill share. */
export function planUploads(
  files: readonly File[],
  { kind, config }: Source,
  delivery: string,
): PlannedFile[] {
  const sorted = files.toSorted((left, right) =>
    left.name.localeCompare(right.name, 'en', { numeric: true }),
  );
  return sorted.map((file, at) => ({
    id: at + 1,
    file,
    part:
      kind === 'focus'
        ? { delivery, part: at + 1, parts: files.length, handling: config.handling ?? 'ask' }
        : undefined,
    state: 'waiting',
    error: null,
    uploaded: null,
  }));
}

/** A name that no other upload has: "Upload of 2026-11-05T09:12:44.018Z k3x9". */
export function deliveryName(now: Date, random: number): string {
  return `Upload of ${now.toISOString()} ${random.toString(36).slice(2, 6).padEnd(4, '0')}`;
}

export const missingOf = (files: readonly PlannedFile[]) => files.filter(({ state }) => state !== 'here');

/** "2 of 3 parts are here", or of files that are no parts "2 of 3 files were imported". */
export function planTitle(files: readonly PlannedFile[]): string {
  const here = files.length - missingOf(files).length;
  const isDelivery = files.some(({ part }) => part !== undefined);
  if (!isDelivery) return `${here} of ${files.length} files were imported`;
  return here === files.length ? `All ${here} parts are here` : `${here} of ${files.length} parts are here`;
}

/** "part 2" or "parts 2 and 3", or of files that are no parts their count. */
export function missingWords(missing: readonly PlannedFile[]): string {
  const [first] = missing;
  if (first?.part === undefined)
    return missing.length === 1 ? (first?.file.name ?? '') : `${missing.length} files`;
  const numbers = missing.map(({ id }) => String(id));
  if (numbers.length === 1) return `part ${numbers[0]}`;
  return `parts ${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)}`;
}
