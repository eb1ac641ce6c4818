import { DAY_MS } from '@/lib/core/clock';
import type { SourceReading } from './absence';
import type { CoverageRow, SnapshotEvidence } from './evidence.data';

/** A place that a source may have read whole, in part or not. */
export type Scope = { provider: string; account: string; region: string; kind: string | null };

/** A bill is judged by its last two complete days. */
export const COMPLETE_DAYS_MS = 2 * DAY_MS;

/** How one source's snapshot of this generation covers a scope; no snapshot, or no row for it, is `none`. */
export function readingOf(
  scope: Scope,
  source: { name: string; snapshot: SnapshotEvidence | undefined; judged: Date | null },
): SourceReading {
  const { name, snapshot, judged } = source;
  const row = snapshot && coveringRow(scope, snapshot.coverage);
  if (!snapshot || !row) {
    const reason = snapshot
      ? `account ${scope.account}, ${scope.region} was not in it`
      : 'it could not be read';
    return { name, level: 'none', reason, begins: null, judged };
  }
  const through = row.dataThrough ?? snapshot.dataThrough;
  const back = snapshot.kind === 'focus' ? COMPLETE_DAYS_MS : 0;
  const begins = through && new Date(through.getTime() - back);
  return { name, level: row.level, reason: row.reason, begins, judged };
}

/** The row that speaks most exactly of the scope; of equals the worse one. */
function coveringRow(scope: Scope, rows: CoverageRow[]): CoverageRow | undefined {
  const [best] = rows.filter((row) => speaksOf(row, scope)).sort(byExactness);
  return best;
}

function speaksOf(row: CoverageRow, { provider, account, region, kind }: Scope): boolean {
  return (
    row.provider === provider &&
    row.account === account &&
    (row.region === '*' || row.region === region) &&
    (row.kind === '*' || row.kind === kind)
  );
}

const BADNESS = { none: 2, partial: 1, whole: 0 } as const;

function byExactness(left: CoverageRow, right: CoverageRow): number {
  const exactness = ({ region, kind }: CoverageRow): number =>
    (region === '*' ? 0 : 2) + (kind === '*' ? 0 : 1);
  return exactness(right) - exactness(left) || BADNESS[right.level] - BADNESS[left.level];
}
