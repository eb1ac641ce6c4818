import { HOUR_MS } from '@/lib/core/clock';
import type { CompiledRuleSet } from '@/lib/rules/compile';
import { explainWhole } from '@/lib/rules/explain-rule';
import type { ReadFact } from '@/lib/rules/why.schema';
import type { SnapshotEvidence } from './evidence.data';
import type { PlacedResource } from './recommend';
import { ABOUT_DATA } from './verdict';
import type { WhyFact, WhyView } from './why.schema';

/** What names a resource: it stands with the resource and is of no reading. */
const IDENTITY: ReadonlySet<string> = new Set(['provider', 'account', 'region', 'native_id', 'name']);
const ROUTED: ReadonlySet<string> = new Set(['owner', 'env']);
/** What a resource is, how old it is and how well it was read, rather than how it does: the last to think of changing. */
const FIXED: ReadonlySet<string> = new Set([
  ...IDENTITY,
  ...ROUTED,
  ...ABOUT_DATA,
  ...['kind', 'service', 'created_at', 'age_days', 'sync', 'field'],
]);
const METRICS = /^(cpu_|mem_|mibs_|iops_|requests$|metrics_)/;

export type Reading = Pick<
  SnapshotEvidence,
  'snapshotId' | 'sourceId' | 'sourceName' | 'kind' | 'dataThrough'
>;
export type Judged = {
  resource: PlacedResource;
  readings: ReadonlyMap<string, Reading>;
  now: Date;
  share?: number; // of the effort of one search for what would turn a rule
};

/** Why a rule says what it says of a resource, each fact with the reading it is from and how old that is. */
export function explainOver(compiled: CompiledRuleSet, rule: string, judged: Judged): WhyView {
  const { facts: given } = judged.resource;
  const { facts, ...why } = explainWhole(compiled, rule, {
    facts: given,
    now: judged.now,
    share: judged.share,
    fixed: FIXED,
  });
  return { ...why, facts: facts.map((fact) => sourced(fact, judged)) };
}

const NOWHERE = { sourceName: null, sourceId: null, snapshotId: null, through: null, ageHours: null };

function sourced({ from, by, ...fact }: ReadFact, judged: Judged): WhyFact {
  if (from === 'rule') return { ...fact, ...NOWHERE, source: 'rule', sourceName: by ?? null };
  if (from !== 'reading') return { ...fact, ...NOWHERE, source: from };
  const root = fact.name.startsWith("tag('") ? 'tags' : (fact.name.split('.')[0] ?? fact.name);
  if (IDENTITY.has(root)) return { ...fact, ...NOWHERE, source: 'identity' };
  if (ROUTED.has(root)) return { ...fact, ...NOWHERE, source: 'routing' };
  return { ...fact, ...originOf(root, judged) };
}

/** A fact that no reading gave, as `inv_ok` without an inventory, is what counts where nobody tells it. */
function originOf(
  root: string,
  { resource, readings, now }: Judged,
): Omit<WhyFact, 'name' | 'value' | 'isBehind'> {
  const { origins, facts } = resource;
  const origin = Object.hasOwn(origins, root) ? origins[root] : undefined;
  const reading = origin && readings.get(origin.snapshotId);
  if (!reading) return { ...NOWHERE, source: 'default' };
  const { snapshotId, sourceId, sourceName, kind, dataThrough } = reading;
  const isObserved = kind === 'inventory' && origins.observed_at?.snapshotId === snapshotId;
  const through = (isObserved ? momentOf(facts.observed_at) : null) ?? dataThrough;
  return {
    source: sourceOf(kind, root),
    ...{ sourceName, sourceId, snapshotId },
    through: through?.toISOString() ?? null,
    ageHours: through ? Math.max(0, (now.getTime() - through.getTime()) / HOUR_MS) : null,
  };
}

function sourceOf(kind: Reading['kind'], root: string): WhyFact['source'] {
  if (kind === 'focus') return 'bill';
  if (kind === 'quality') return 'measurement';
  return METRICS.test(root) ? 'metrics' : 'inventory';
}

function momentOf(value: unknown): Date | null {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? null : new Date(time);
}
