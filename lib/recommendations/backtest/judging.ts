import type { CompiledVersion } from '@/lib/rules/data';
import { type Absence, type AbsenceJudgement, judgeAbsence } from '../absence';
import { NOT_READ, verdictsOf } from '../absentees';
import { readingOf } from '../evidence';
import type { SnapshotEvidence } from '../evidence.data';
import { claimOf, oldestData, originsOf, type PlacedResource } from '../recommend';
import type { Finding, Life } from './life';
import type { StandingLineage } from './standing.data';

/** A moment with what its readings cover. */
export type JudgedMoment = {
  at: Date;
  bySource: ReadonlyMap<string, SnapshotEvidence>;
  bySnapshot: ReadonlyMap<string, SnapshotEvidence>;
};

/** What absences are judged from, the same for every resource. */
export type Grounds = {
  moments: JudgedMoment[];
  sourceNames: ReadonlyMap<string, string>;
  judgedThrough: ReadonlyMap<string, Date>; // by generation/source, of what stands already
  frozen: ReadonlyMap<string, CompiledVersion>; // the versions that what stands was found with
  others: readonly CompiledVersion[]; // the sets beside this one, where findings stand already
  /** Whether a bill still charges for a resource in its last two complete days. */
  chargesOf: (snapshotId: string, resourceId: string) => Absence['charges'];
};

/** One resource, moment by moment; null where nothing of it was read. */
export type Placed = readonly (PlacedResource | null)[];

export const NOTHING: ReadonlyMap<string, Finding> = new Map();

/** What one text finds of a resource; of two rules that ask for the same action the later one says what it is. */
export function findingsOf(
  version: CompiledVersion | null,
  resource: PlacedResource | null,
  now: Date,
): ReadonlyMap<string, Finding> {
  if (!version || !resource) return NOTHING;
  const { recommend } = version.compiled.evaluate(resource.facts, { now, exactMoney: resource.money });
  if (recommend.length === 0) return NOTHING;
  return new Map(
    recommend.map((wanted) => {
      const { action, rule, reason, atStake = null } = wanted;
      const { savings } = claimOf(resource, wanted);
      return [action, { action, rule, savings, atStake, currency: resource.currency, reason }];
    }),
  );
}

/** Judges what became of findings of one resource that are not found any more, by one text of the set. */
export class AbsenceJudge {
  constructor(
    private readonly grounds: Grounds,
    private readonly version: CompiledVersion,
    private readonly placed: Placed,
    private readonly standing: ReadonlyMap<string, StandingLineage>, // by lineage
  ) {}

  judge(life: Life, moment: number): AbsenceJudgement | null {
    const { moments, others } = this.grounds;
    const resource = this.placed[moment] ?? null;
    const known = resource ?? this.placed.find((each) => each !== null);
    const now = moments[moment]?.at;
    if (!known || !now) return null;
    const isFoundElsewhere = others.some((other) => findingsOf(other, resource, now).has(life.action));
    if (isFoundElsewhere) return null;
    const frozen = this.frozenOf(life);
    const verdicts =
      resource && frozen
        ? verdictsOf(life.finding.rule, resource.facts, { version: frozen, latest: this.version, now })
        : NOT_READ;
    const { provider, account, region } = known;
    const scope = { provider, account, region, kind: this.kindOf(life) };
    const rested = this.restedOn(life);
    const sources = rested.map(({ sourceId, judged }) =>
      readingOf(scope, {
        name: this.grounds.sourceNames.get(sourceId) ?? 'A source that was removed',
        snapshot: moments[moment]?.bySource.get(sourceId),
        judged,
      }),
    );
    const charges = verdicts.frozen === 'unknown' ? this.charges(life, moment, known.resourceId) : 'unknown';
    return judgeAbsence({ closedAt: life.state.closedAt, ...verdicts, sources, charges });
  }

  dataFrom(life: Life, moment: number): Date | null {
    const resource = this.placed[moment];
    if (!resource) return null;
    const fields = fieldsOf(this.version, life.finding.rule);
    const readings = this.grounds.moments[moment]?.bySnapshot ?? new Map();
    return oldestData(originsOf(resource, fields), fields, resource.facts, readings);
  }

  private frozenOf(life: Life): CompiledVersion | undefined {
    if (life.moment >= 0) return this.version;
    return this.grounds.frozen.get(this.standing.get(life.lineageId)?.ruleVersionId ?? '');
  }

  private kindOf(life: Life): string | null {
    return (
      (life.moment >= 0 ? this.placed[life.moment]?.kind : this.standing.get(life.lineageId)?.kind) ?? null
    );
  }

  /** The sources of its last finding, and how far their data reached then. */
  private restedOn(life: Life): { sourceId: string; judged: Date | null }[] {
    const { moments, judgedThrough } = this.grounds;
    if (life.moment < 0) {
      const { sources = [], generationId = '' } = this.standing.get(life.lineageId) ?? {};
      return sources.map((sourceId) => ({
        sourceId,
        judged: judgedThrough.get(`${generationId}/${sourceId}`) ?? null,
      }));
    }
    const resource = this.placed[life.moment];
    const found = moments[life.moment];
    if (!resource || !found) return [];
    const origins = originsOf(resource, fieldsOf(this.version, life.finding.rule));
    const sourceIds = [...new Set(origins.map(({ sourceId }) => sourceId))];
    return sourceIds.map((sourceId) => ({
      sourceId,
      judged: found.bySource.get(sourceId)?.dataThrough ?? found.at,
    }));
  }

  /** Over the bills that its match rested on: charged by one, else not known of one, else by none. */
  private charges(life: Life, moment: number, resourceId: string): Absence['charges'] {
    const { moments, chargesOf } = this.grounds;
    const answers = this.restedOn(life).flatMap(({ sourceId }) => {
      const bill = moments[moment]?.bySource.get(sourceId);
      return bill?.kind === 'focus' && bill.dataThrough ? [chargesOf(bill.snapshotId, resourceId)] : [];
    });
    if (answers.includes('some')) return 'some';
    return answers.length === 0 || answers.includes('unknown') ? 'unknown' : 'none';
  }
}

const fields = new WeakMap<CompiledVersion, Map<string, string[]>>();

/** What a rule's condition rests on; asked for often, and walked once. */
function fieldsOf(version: CompiledVersion, rule: string): string[] {
  const ofVersion = fields.get(version) ?? new Map<string, string[]>();
  fields.set(version, ofVersion);
  const known = ofVersion.get(rule) ?? version.compiled.conditionFields(rule);
  ofVersion.set(rule, known);
  return known;
}
