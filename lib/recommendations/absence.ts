import type { Verdict } from '@/lib/rules/schema';

/**
 * What it means that a live lineage was not found (DESIGN.md: "Not seen never means fixed").
 *
 * `gone` needs every source that the match rested on to cover the resource's scope whole, with data that begins after
 * what is judged, and then either the frozen rule to be false or no charge in the bill's last two complete days. Where
 * a source's data begins is where its freshest complete part does: the last two complete days of a bill, the reading of
 * an inventory. A window that reaches further back can only make a finding look more alive than it is, so it never
 * closes one too early.
 */
export type SourceReading = {
  name: string;
  level: 'whole' | 'partial' | 'none';
  reason: string | null;
  begins: Date | null;
  judged: Date | null; // how far the data of the last finding reached
};

export type Absence = {
  closedAt: Date | null;
  sources: SourceReading[]; // every source that the match rested on
  frozen: Verdict; // of the lineage's own rule version, today
  frozenSentence: string; // why, for people
  current: Verdict | 'absent'; // the same rule as it stands now; absent when there is none or its set is off
  charges: 'none' | 'some' | 'unknown'; // in the last two complete days of a bill the match rested on
  exempt?: { isFound: boolean; reason: string } | null; // found: the rules would have it, were it not exempt
};

export type AbsenceJudgement = { kind: 'gone' | 'withdrawn' | 'not_covered'; reason: string };

/**
 * What is exempt is withdrawn, though little may have been read of it: that was decided by a person, and no saving is
 * counted. What the data says is fixed is judged as ever, so that an exemption takes no saving back.
 */
export function judgeAbsence(absence: Absence): AbsenceJudgement {
  const { exempt, frozen } = absence;
  if (exempt?.isFound) return { kind: 'withdrawn', reason: exempt.reason };
  const judged = judgeUnexempt(absence);
  const isWithdrawn = exempt && frozen !== false && judged.kind !== 'gone';
  return isWithdrawn ? { kind: 'withdrawn', reason: exempt.reason } : judged;
}

function judgeUnexempt(absence: Absence): AbsenceJudgement {
  const { frozen, frozenSentence, current, sources, charges } = absence;
  if (frozen === true) return judgeRuleChange(current);
  if (sources.length === 0) return notCovered('It is not known which source this finding rested on.');
  const uncovered = sources.find(({ level }) => level !== 'whole');
  if (uncovered) {
    const how = uncovered.level === 'none' ? 'was not read' : 'was read in part';
    return notCovered(`${uncovered.name} ${how}${uncovered.reason ? `: ${uncovered.reason}` : ''}`);
  }
  const stale = sources.find((source) => !beginsAfter(source, absence.closedAt));
  if (stale)
    return notCovered(
      `${stale.name} has no data yet from after ${dayOf(judgedAt(stale, absence.closedAt))}.`,
    );
  if (frozen === false) return { kind: 'gone', reason: frozenSentence };
  if (charges === 'none')
    return { kind: 'gone', reason: 'The bill has no charge for it in its last two complete days.' };
  return notCovered(frozenSentence);
}

/** The data still shows it by the rule it was found with; so the rules are what is different. */
function judgeRuleChange(current: Absence['current']): AbsenceJudgement {
  if (current === 'unknown')
    return notCovered('The rule as it stands now cannot be told for it: data is missing.');
  if (current === 'absent')
    return { kind: 'withdrawn', reason: 'The rule that found it is no longer in use.' };
  return { kind: 'withdrawn', reason: 'The rule that found it was changed and does not match any more.' };
}

function judgedAt({ judged }: SourceReading, closedAt: Date | null): Date | null {
  if (!judged || !closedAt) return judged ?? closedAt;
  return judged > closedAt ? judged : closedAt;
}

function beginsAfter(source: SourceReading, closedAt: Date | null): boolean {
  const judged = judgedAt(source, closedAt);
  return source.begins !== null && judged !== null && source.begins > judged;
}

function notCovered(reason: string): AbsenceJudgement {
  return { kind: 'not_covered', reason };
}

function dayOf(date: Date | null): string {
  return date ? date.toISOString().slice(0, 10) : 'the finding';
}
