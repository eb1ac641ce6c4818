import type { Reader } from '@/lib/core/db';
import { type CompiledVersion, compileVersion, versionsById } from '@/lib/rules/data';
import type { Absence } from '../absence';
import { COMPLETE_DAYS_MS } from '../evidence';
import {
  readChargedAfter,
  readJudgedThrough,
  readSnapshotEvidence,
  readSourceNames,
  type SnapshotEvidence,
} from '../evidence.data';
import { loadExemptions } from '../exemptions/in-force.data';
import type { Grounds, JudgedMoment, Placed } from './judging';
import type { Finding } from './life';
import { type Replay, type ReplayMoment, readBillsAtHand } from './moments.data';
import type { StandingLineage } from './standing.data';

type Given = { reader: Reader; replay: Replay; others: CompiledVersion[]; isStanding: boolean };
type Found = ReadonlyMap<string, Finding>[];
type Judged = { placed: Placed; draft: Found; published: Found };

/** What absences are judged from; what only a batch needs is read with the batch. */
export async function readGrounds({ reader, replay, others, isStanding }: Given) {
  const evidence = await readSnapshotEvidence(reader, [
    ...new Set(replay.moments.flatMap(({ snapshotIds }) => snapshotIds)),
  ]);
  const bills = evidence.filter(({ kind, dataThrough }) => kind === 'focus' && dataThrough !== null);
  const atHand = await readBillsAtHand(
    reader,
    bills.map(({ snapshotId }) => snapshotId),
  );
  const sourceNames = await readSourceNames(reader);
  return new BatchGrounds(reader, {
    moments: await Promise.all(replay.moments.map((moment) => readMoment(reader, moment, evidence))),
    sourceNames,
    others: isStanding ? others : [],
    atHand,
  });
}

/** A moment with what was exempt then, as far as it is known now. */
async function readMoment(
  reader: Reader,
  { at, snapshotIds }: ReplayMoment,
  evidence: SnapshotEvidence[],
): Promise<JudgedMoment> {
  const own = evidence.filter(({ snapshotId }) => snapshotIds.includes(snapshotId));
  return {
    at,
    exemptions: await loadExemptions(reader, at),
    bySource: new Map(own.map((snapshot) => [snapshot.sourceId, snapshot])),
    bySnapshot: new Map(own.map((snapshot) => [snapshot.snapshotId, snapshot])),
  };
}

type Fixed = Pick<Grounds, 'moments' | 'sourceNames' | 'others'> & { atHand: ReadonlySet<string> };

class BatchGrounds implements Grounds {
  readonly moments: JudgedMoment[];
  readonly sourceNames: Grounds['sourceNames'];
  readonly others: Grounds['others'];
  readonly judgedThrough = new Map<string, Date>();
  readonly frozen = new Map<string, CompiledVersion>();
  private readonly atHand: ReadonlySet<string>;
  private readonly known = new Set<string>(); // generations that were asked for
  private charged = new Map<string, { asked: Set<string>; charged: Set<string> }>(); // by snapshot

  constructor(
    private readonly reader: Reader,
    { moments, sourceNames, others, atHand }: Fixed,
  ) {
    this.moments = moments;
    this.sourceNames = sourceNames;
    this.others = others;
    this.atHand = atHand;
  }

  chargesOf(snapshotId: string, resourceId: string): Absence['charges'] {
    const answer = this.charged.get(snapshotId);
    if (!answer?.asked.has(resourceId)) return 'unknown';
    return answer.charged.has(resourceId) ? 'some' : 'none';
  }

  /** Reads what the absences of a batch may ask for. */
  async prepare(standing: StandingLineage[], batch: Judged[]): Promise<void> {
    await this.readFrozen(standing);
    await this.readJudged(standing);
    const stands = new Set(standing.map(({ resourceId }) => resourceId));
    this.charged = new Map();
    for (const [moment, { bySource }] of this.moments.entries()) {
      const missed = batch.flatMap((judged) => missedIn(judged, moment, stands));
      if (missed.length === 0) continue;
      for (const bill of bySource.values()) await this.readCharges(bill, missed);
    }
  }

  private async readCharges({ snapshotId, kind, dataThrough }: SnapshotEvidence, resourceIds: string[]) {
    if (kind !== 'focus' || !dataThrough || !this.atHand.has(snapshotId)) return;
    const after = new Date(dataThrough.getTime() - COMPLETE_DAYS_MS);
    const charged = await readChargedAfter(this.reader, { snapshotIds: [snapshotId], resourceIds, after });
    this.charged.set(snapshotId, { asked: new Set(resourceIds), charged });
  }

  private async readFrozen(standing: StandingLineage[]): Promise<void> {
    const ids = new Set(standing.map(({ ruleVersionId }) => ruleVersionId));
    const fresh = [...ids].filter((id) => !this.frozen.has(id));
    if (fresh.length === 0) return;
    for (const row of await versionsById(this.reader, fresh))
      this.frozen.set(row.versionId, compileVersion(row));
  }

  private async readJudged(standing: StandingLineage[]): Promise<void> {
    const ids = new Set(standing.map(({ generationId }) => generationId));
    const fresh = [...ids].filter((id) => !this.known.has(id));
    if (fresh.length === 0) return;
    for (const id of fresh) this.known.add(id);
    for (const [key, through] of await readJudgedThrough(this.reader, fresh))
      this.judgedThrough.set(key, through);
  }
}

/** A resource of which something was found before, or stands, that is not found at this moment by either text. */
function missedIn(
  { placed, draft, published }: Judged,
  moment: number,
  stands: ReadonlySet<string>,
): string[] {
  const resourceId = placed.find((each) => each !== null)?.resourceId;
  if (resourceId === undefined) return [];
  if (stands.has(resourceId)) return [resourceId];
  const isMissed = (found: Found) => {
    const now = found[moment];
    return found.slice(0, moment).some((earlier) => [...earlier.keys()].some((action) => !now?.has(action)));
  };
  return isMissed(draft) || isMissed(published) ? [resourceId] : [];
}
