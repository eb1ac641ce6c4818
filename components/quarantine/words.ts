import { changesWords, counted } from '@/components/changes/words';
import type { QuarantineView } from '@/lib/catalog/quarantine.schema';

type Held = Pick<QuarantineView, 'key' | 'fields' | 'reasons'>;

/** "Write 2 fields to record 118: name (…), cost (12.00 → 900.00)." */
export function releaseSentence({ key, fields }: Held): string {
  return `Write ${counted(fields.length, 'field')} to record ${key}: ${changesWords(fields)}.`;
}

/** The rules that held it, each once and in their order; null where it was the definition itself. */
export function rulesOf({ reasons }: Pick<QuarantineView, 'reasons'>): string[] {
  return [...new Set(reasons.map(({ rule }) => rule))];
}

/** The two ways in which a held change is settled. */
export const SETTLE_DEEDS = {
  release: {
    button: 'Release',
    did: 'released',
    told: 'Each is written as it came, whatever its rules said. A note is required.',
  },
  reject: {
    button: 'Reject',
    did: 'rejected',
    told: 'Nothing of them is written. A note is required.',
  },
} as const;
export type SettleDeed = keyof typeof SETTLE_DEEDS;
