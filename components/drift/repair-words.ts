import { changesWords, counted } from '@/components/changes/words';
import type { RepairDirection, RepairPreview } from '@/lib/catalog/schema';

/** The buttons, in the words of both sides. */
export const REPAIR_WORDS: Record<RepairDirection, { button: string; title: string; deed: string }> = {
  to_library: { button: 'Repair → library', title: 'Repair the library', deed: 'Write to the library' },
  from_library: {
    button: '← Keep the library’s',
    title: 'Keep what the library holds',
    deed: 'Keep the library’s',
  },
};

/** What a repair would do, in one sentence before it is done: "Write 2 fields to record 118: name (a → b), …". */
export function repairSentence(direction: RepairDirection, preview: RepairPreview): string {
  const { records, fields, inserts, deletes, sample } = preview;
  const [only] = sample;
  if (records === 0) return 'Nothing differs any more: there is nothing to repair.';
  if (records === 1 && only && inserts + deletes === 0) {
    const words = changesWords(only.changes);
    const count = counted(only.changes.length, 'field');
    return direction === 'to_library'
      ? `Write ${count} to record ${only.key}: ${words}.`
      : `Keep ${count} of record ${only.key} as the library has them: ${words}.`;
  }
  const all = counted(
    fields.reduce((sum, { changes }) => sum + changes, 0),
    'field',
  );
  const rows = rowWords(direction, inserts, deletes);
  const deed = direction === 'to_library' ? `Write ${all} to` : `Keep ${all} as the library has them, of`;
  return `${deed} ${counted(records, 'record')}${rows ? `, ${rows}` : ''}.`;
}

function rowWords(direction: RepairDirection, inserts: number, deletes: number): string {
  const [added, gone] =
    direction === 'to_library'
      ? ['added to the library', 'deleted from it']
      : ['taken up here', 'let go here'];
  const parts = [
    inserts > 0 ? `${counted(inserts, 'row')} ${added}` : null,
    deletes > 0 ? `${counted(deletes, 'row')} ${gone}` : null,
  ];
  return parts.filter((part) => part !== null).join(', ');
}
