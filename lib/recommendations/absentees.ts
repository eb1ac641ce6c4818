import type { Reader } from '@/lib/core/db';
import { groupBy } from '@/lib/core/group';
import { type CompiledVersion, compileVersion, versionsById } from '@/lib/rules/data';
import type { Facts } from '@/lib/rules/schema';
import { type Absence, judgeAbsence } from './absence';
import type { JudgedAbsence } from './candidates.data';
import { COMPLETE_DAYS_MS, readingOf } from './evidence';
import { readChargedAfter, readJudgedThrough, readSourceNames, type SnapshotEvidence } from './evidence.data';
import { describeExemption, type ExemptionInForce, type Exemptions, holdingBack } from './exemptions/cover';
import { type LiveLineage, readLiveLineages } from './lineages.data';
import { judgeRule } from './verdict';

export type Verdicts = Pick<Absence, 'frozen' | 'frozenSentence' | 'current'>;
type Absent = LiveLineage & Verdicts & Pick<Absence, 'exempt'>;

type Given = {
  reader: Reader;
  versions: CompiledVersion[]; // the current ones
  evidence: SnapshotEvidence[]; // of this generation
  now: Date;
  exemptions: Exemptions;
};

/** A resource as it is now. */
type Met = { resourceId: string; provider: string; account: string; facts: Facts };

/** The live lineages of before, each crossed off as it is found; what is left over is judged. */
export class Absentees {
  private readonly absent: Absent[] = [];

  private constructor(
    private readonly given: Given,
    private readonly waiting: Map<string, LiveLineage[]>, // by resource: those not met yet
    private readonly frozen: Map<string, CompiledVersion>, // by version
  ) {}

  static async load(given: Given): Promise<Absentees> {
    const lineages = await readLiveLineages(given.reader);
    const waiting = groupBy(lineages, ({ resourceId }) => resourceId);
    const ids = [...new Set(lineages.map(({ ruleVersionId }) => ruleVersionId))];
    const rows = ids.length > 0 ? await versionsById(given.reader, ids) : [];
    return new Absentees(given, waiting, new Map(rows.map((row) => [row.versionId, compileVersion(row)])));
  }

  /** A resource as it is now, what it was found for, and what of that exemptions hold back, by action. */
  meet(
    resource: Met,
    candidates: { action: string }[],
    heldBack: ReadonlyMap<string, ExemptionInForce>,
  ): void {
    const lineages = this.waiting.get(resource.resourceId);
    if (!lineages) return;
    this.waiting.delete(resource.resourceId);
    for (const lineage of lineages) {
      const isFound = candidates.some(({ action }) => action === lineage.action);
      if (isFound) continue;
      const exempt = this.exempt(lineage, resource, heldBack.get(lineage.action));
      this.absent.push({ ...lineage, ...this.verdicts(lineage, resource.facts), exempt });
    }
  }

  /** By what held it back just now, or by what is for the set that found it. */
  private exempt(lineage: LiveLineage, resource: Met, heldBack?: ExemptionInForce): Absence['exempt'] {
    const { ruleVersionId, action } = lineage;
    const set = this.frozen.get(ruleVersionId)?.slug ?? '';
    const covering = this.given.exemptions.covering(resource);
    const exemption = heldBack ?? holdingBack(covering, { set, action });
    return exemption ? { isFound: heldBack !== undefined, reason: describeExemption(exemption) } : null;
  }

  private verdicts({ ruleVersionId, ruleName }: LiveLineage, facts: Facts): Verdicts {
    const { versions, now } = this.given;
    const version = this.frozen.get(ruleVersionId);
    if (!version) return NOT_READ;
    const latest = versions.find(({ ruleSetId }) => ruleSetId === version.ruleSetId);
    return verdictsOf(ruleName, facts, { version, latest, now });
  }

  /** The judgement of each that was not found, those of resources that nothing was read of too. */
  async judge(): Promise<JudgedAbsence[]> {
    const unread = [...this.waiting.values()].flat().map((lineage) => {
      const exempt = this.exempt(lineage, { ...lineage, facts: {} });
      return { ...lineage, ...NOT_READ, exempt };
    });
    const absent = [...this.absent, ...unread];
    const { reader, evidence } = this.given;
    const judged = await readJudgedThrough(reader, [
      ...new Set(absent.map(({ generationId }) => generationId)),
    ]);
    const names = await readSourceNames(reader);
    const bySource = new Map(evidence.map((snapshot) => [snapshot.sourceId, snapshot]));
    const charged = await this.readCharges(absent);
    return absent.map((lineage) => {
      const sources = lineage.sources.map((sourceId) =>
        readingOf(lineage, {
          name: names.get(sourceId) ?? 'A source that was removed',
          snapshot: bySource.get(sourceId),
          judged: judged.get(`${lineage.generationId}/${sourceId}`) ?? null,
        }),
      );
      const charges = charged.get(lineage.lineageId) ?? 'unknown';
      return { lineageId: lineage.lineageId, ...judgeAbsence({ ...lineage, sources, charges }) };
    });
  }

  /** Asked only where the rule leaves it open: whether the bill that the match rested on still charges for it. */
  private async readCharges(absent: Absent[]): Promise<Map<string, Absence['charges']>> {
    const { reader, evidence } = this.given;
    const answers = new Map<string, Absence['charges']>();
    for (const { snapshotId, sourceId, kind, dataThrough } of evidence) {
      if (kind !== 'focus' || !dataThrough) continue;
      const asked = absent.filter(
        ({ frozen, sources }) => frozen === 'unknown' && sources.includes(sourceId),
      );
      const charged = await readChargedAfter(reader, {
        snapshotIds: [snapshotId],
        resourceIds: asked.map(({ resourceId }) => resourceId),
        after: new Date(dataThrough.getTime() - COMPLETE_DAYS_MS),
      });
      for (const { lineageId, resourceId } of asked) {
        const isCharged = charged.has(resourceId) || answers.get(lineageId) === 'some';
        answers.set(lineageId, isCharged ? 'some' : 'none');
      }
    }
    return answers;
  }
}

type Judges = { version: CompiledVersion; latest: CompiledVersion | undefined; now: Date };

/** What the rule that found something says of the resource now: as it was then, and as it stands in `latest`. */
export function verdictsOf(rule: string, facts: Facts, { version, latest, now }: Judges): Verdicts {
  const { verdict: frozen, sentence: frozenSentence } = judgeRule(version, rule, facts, now);
  if (latest === version && frozen !== true) return { frozen, frozenSentence, current: frozen };
  const stillThere = latest?.compiled.set.rules.some(({ name, enabled }) => name === rule && enabled);
  const current = latest && stillThere ? judgeRule(latest, rule, facts, now).verdict : 'absent';
  return { frozen, frozenSentence, current };
}

export const NOT_READ = {
  frozen: 'unknown',
  frozenSentence: 'Nothing of it is in what was read.',
  current: 'unknown',
} as const;
