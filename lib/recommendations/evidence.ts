import { DAY_MS } from '@/lib/core/clock';
import { coverageOf, type Scope } from '@/lib/sources/coverage';
import type { SourceReading } from './absence';
import type { SnapshotEvidence } from './evidence.data';

/** A bill is judged by its last two complete days. */
export const COMPLETE_DAYS_MS = 2 * DAY_MS;

/** How one source's snapshot of this generation covers a scope; a source without a snapshot could not be read. */
export function readingOf(
  scope: Scope,
  source: { name: string; snapshot: SnapshotEvidence | undefined; judged: Date | null },
): SourceReading {
  const { name, snapshot, judged } = source;
  if (!snapshot) return { name, level: 'none', reason: 'it could not be read', begins: null, judged };
  const { level, reason, dataThrough } = coverageOf(scope, snapshot.coverage);
  const through = dataThrough === null ? snapshot.dataThrough : new Date(dataThrough);
  const back = snapshot.kind === 'focus' ? COMPLETE_DAYS_MS : 0;
  return { name, level, reason, begins: through && new Date(through.getTime() - back), judged };
}
