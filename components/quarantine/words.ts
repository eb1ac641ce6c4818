import { changesWords, counted } from '@/components/changes/words';
import type { QuarantineView } from '@/lib/catalog/schema';

type Held = Pick<QuarantineView, 'key' | 'fields' | 'reasons'>;

/** "Write 2 fields to record 118: name (…), cost (12.00 → 900.00)." */
export function releaseSentence({ key, fields }: Held): string {
  return `Write ${counted(fields.length, 'field')} to record ${key}: ${changesWords(fields)}.`;
}

/** The rules that held it, each once and in their order; null where it was the definition itself. */
export function rulesOf({ reasons }: Pick<QuarantineView, 'reasons'>): string[] {
  return [...new Set(reasons.map(({ rule }) => rule))];
}
