import type { ChangePreview, PreviewedChange } from '@/lib/sources/preview.schema';
import type { ImportView } from '@/lib/sources/views.schema';

export type Change = PreviewedChange['change'];
type Waiting = ImportView['waiting'][number];

const MONTH = new Intl.DateTimeFormat('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' });

/** "October 2026", of "2026-10". */
export function monthWords(month: string): string {
  return MONTH.format(new Date(`${month}-01T00:00:00Z`));
}

/** What a delivery that waits may be answered with, in the order of its question. */
export function answersTo(kind: Waiting['question']['kind']): Change[] {
  return kind === 'older' ? ['overwrite_now', 'append', 'discard'] : ['overwrite', 'append', 'discard'];
}

/** What a button says that does it. */
export function actionWords(change: Change, month: string): string {
  if (change === 'overwrite') return `Replace ${month}`;
  if (change === 'overwrite_now') return 'Count it as delivered now';
  if (change === 'append') return `Add to ${month}`;
  return change === 'discard' ? 'Leave it out' : 'Undo import';
}

/** What it does, before it is done. */
export function effectWords(change: Change, { file, month }: { file: string; month: string }): string {
  if (change === 'overwrite') return `The rows of ${file} replace those that count for ${month}.`;
  if (change === 'overwrite_now')
    return `The rows of ${file} replace those that count for ${month}, as if they had been delivered now.`;
  if (change === 'append') return `The rows of ${file} count for ${month} beside those that count now.`;
  if (change === 'discard')
    return `The rows of ${file} are not used for ${month}. What counts now goes on counting.`;
  return `The rows of ${file} no longer count. What the import replaced counts again. The import stays in the history.`;
}

/** What was done, after it. */
export function doneWords(change: Change, { file, month }: { file: string; month: string }): string {
  if (change === 'append') return `${file} was added to ${month}.`;
  if (change === 'discard') return `${file} was left out of ${month}.`;
  if (change === 'withdraw') return `The import of ${file} was undone.`;
  return `${file} replaced ${month}.`;
}

export type WaitingNotice = Waiting & { fileName: string; files: number; importedBy: string; since: string };

/** One notice for each billing account and month of a delivery, however many files it came in; the oldest first. */
export function waitingNotices(imports: ImportView[]): WaitingNotice[] {
  const notices = new Map<string, WaitingNotice>();
  for (const one of imports.toReversed()) {
    for (const waiting of one.waiting) {
      const key = JSON.stringify([one.delivery ?? one.id, waiting.billingAccount, waiting.month]);
      const known = notices.get(key);
      const { fileName, importedBy, startedAt: since } = one;
      notices.set(
        key,
        known ? { ...known, files: known.files + 1 } : { ...waiting, fileName, files: 1, importedBy, since },
      );
    }
  }
  return [...notices.values()];
}

/** The files of a delivery as they are named in a sentence. */
export function fileWords({ fileName, files }: { fileName: string; files: number }): string {
  return files > 1 ? `${fileName} and ${files - 1} more ${files === 2 ? 'file' : 'files'}` : fileName;
}

export const VERDICTS: Record<ChangePreview['claims'][number]['verdict'], string> = {
  grows: 'grows',
  shrinks: 'shrinks',
  'taken back': 'taken back',
  unknown: 'can no longer be measured',
};
