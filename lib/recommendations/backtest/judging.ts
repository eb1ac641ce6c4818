import type { CompiledVersion } from '@/lib/rules/data';
import { type Absence, type AbsenceJudgement, judgeAbsence } from '../absence';
import { NOT_READ, verdictsOf } from '../absentees';
import { readingOf } from '../evidence';
import type { SnapshotEvidence } from '../evidence.data';
import { describeExemption, type ExemptionInForce, holdingBack } from '../exemptions/cover';
import { oldestData, originsOf, type PlacedResource } from '../recommend';
import { findingsOf, heldBackOf, type Judging } from './findings';
import type { Life } from './life';
import type { StandingLineage } from './standing.data';

/** A moment with what its readings cover. */
export type JudgedMoment = Judging & {
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
    const judging = moments[moment];
    if (!known || !judging) return null;
    const now = judging.at;
    const isFoundElsewhere = others.some((other) => findingsOf(other, resource, judging).has(life.action));
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
    const exempt = this.exempt(life, known, moment);
    return judgeAbsence({ closedAt: life.state.closedAt, ...verdicts, sources, charges, exempt });
  }

  /** What was verified, is found again and is exempt by now: its saving did not last, and nobody asks for it. */
  judgeVerified(life: Life, moment: number): AbsenceJudgement | null {
    const [resource, judging] = [this.placed[moment], this.grounds.moments[moment]];
    if (!resource || !judging) return null;
    const heldBack = this.heldBack(life, resource, judging);
    const isFoundElsewhere = this.grounds.others.some((other) =>
      findingsOf(other, resource, judging).has(life.action),
    );
    if (!heldBack || isFoundElsewhere) return null;
    return { kind: 'withdrawn', reason: describeExemption(heldBack) };
  }

  /** By what holds it back at this moment, or by what is for its set; of what was not read no tags are known. */
  private exempt(life: Life, known: PlacedResource, moment: number): Absence['exempt'] {
    const judging = this.grounds.moments[moment];
    if (!judging) return null;
    const resource = this.placed[moment];
    const heldBack = resource ? this.heldBack(life, resource, judging) : undefined;
    const covering = judging.exemptions.covering(resource ?? { ...known, facts: {} });
    const exemption = heldBack ?? holdingBack(covering, { set: this.version.slug, action: life.action });
    return exemption ? { isFound: heldBack !== undefined, reason: describeExemption(exemption) } : null;
  }

  private heldBack(
    { action }: Life,
    resource: PlacedResource,
    judging: Judging,
  ): ExemptionInForce | undefined {
    const sets = [this.version, ...this.grounds.others];
    return sets.map((version) => heldBackOf(version, resource, judging).get(action)).find(Boolean);
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
