import type { Columns } from './compare';

/** How many rows hold a value now, kept in step with what a batch writes. */
export class SameCounts {
  constructor(private readonly counts: ReadonlyMap<string, Map<string, number>>) {}

  /** Rows other than the one that holds `own`; unknown for a value that was not counted. */
  readonly others = (column: string, value: string, own: string | null): number | undefined => {
    const count = this.counts.get(column)?.get(value);
    return count === undefined ? undefined : Math.max(0, count - (own === value ? 1 : 0));
  };

  moved(from: Columns | null, to: Columns | null): void {
    for (const [column, counts] of this.counts) {
      const [before, after] = [from?.[column] ?? null, to?.[column] ?? null];
      if (before === after) continue;
      if (before !== null && counts.has(before)) counts.set(before, (counts.get(before) ?? 0) - 1);
      if (after !== null && counts.has(after)) counts.set(after, (counts.get(after) ?? 0) + 1);
    }
  }
}
