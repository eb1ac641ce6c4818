import type { DriftState, DriftSummary } from '@/lib/catalog/schema';
import { DRIFT_STATES, type DriftUrl } from './url';

type One = DriftSummary['definitions'][number];

/** What the summary says of the sync that is filtered by, or of all of them. */
export function scopeOf(summary: DriftSummary | undefined, definitionId: string | null) {
  const definitions = summary?.definitions.filter(
    (one) => !definitionId || one.definitionId === definitionId,
  );
  const all = definitions ?? [];
  const sum = (figure: (one: One) => number) => all.reduce((total, one) => total + figure(one), 0);
  const scans = all.flatMap(({ scannedAt }) => (scannedAt === null ? [] : [scannedAt]));
  return {
    definitions: all,
    inSync: sum(({ inSync }) => inSync),
    ignored: sum((one) => one.ignored),
    countOf: (state: DriftState) =>
      sum(({ byState }) => byState.find((one) => one.state === state)?.count ?? 0),
    isScanning: all.some(({ isScanning }) => isScanning),
    scannedAt: scans.length === all.length ? (scans.toSorted()[0] ?? null) : null, // of all, the oldest
  };
}

/** How many records fit the filter, where the summary knows it; undefined where it has to be counted. */
export function totalOf(scope: ReturnType<typeof scopeOf>, url: DriftUrl): number | undefined {
  if (url.q !== null || url.field !== null || url.ignored !== null) return undefined;
  if (url.state !== null) return scope.countOf(url.state);
  return DRIFT_STATES.reduce((total, state) => total + scope.countOf(state), 0);
}
