import type { LineageStatus } from '../lifecycle';

/**
 * What becomes of the recommendations of two resources that are one, action by action. The older lineage keeps its id
 * and goes on; what it then stands for is decided by rank: a ticket before a dismissal before a verified saving before
 * none, of equals the older. Pure.
 */
export type JoiningLineage = {
  lineageId: string;
  resourceId: string;
  action: string;
  status: LineageStatus;
  ticketId: string | null; // of one that stands
};

export type Standing = 'ticket' | 'dismissal' | 'verified' | 'none';

export type ActionPlan<Lineage extends JoiningLineage = JoiningLineage> = {
  action: string;
  stays: Lineage;
  ends: Lineage | null;
  standsAs: Lineage; // whose status, dismissal and claim stay
  standing: Standing;
  ticketId: string | null; // that the lineage that stays has afterwards
  duplicateOf: string | null; // the ticket that is one too many, which the ended lineage keeps
};

export function planJoin<Lineage extends JoiningLineage>(
  lineages: readonly Lineage[],
): ActionPlan<Lineage>[] {
  const live = lineages.filter(({ status }) => status !== 'resolved');
  const actions = [...new Set(live.map(({ action }) => action))].sort();
  return actions.map((action) =>
    planAction(action, live.filter((one) => one.action === action).toSorted(byAge)),
  );
}

function planAction<Lineage extends JoiningLineage>(
  action: string,
  lineages: Lineage[],
): ActionPlan<Lineage> {
  const [older, newer] = lineages;
  if (!older) throw new RangeError(`no recommendation has the action ${action}`);
  if (!newer) {
    const { ticketId } = older;
    return {
      action,
      stays: older,
      ends: null,
      standsAs: older,
      standing: standingOf(older),
      ticketId,
      duplicateOf: null,
    };
  }
  const standsAs = RANK[standingOf(newer)] > RANK[standingOf(older)] ? newer : older;
  const other = standsAs === older ? newer : older;
  const ticketId = standsAs.ticketId ?? other.ticketId;
  return {
    action,
    stays: older,
    ends: newer,
    standsAs,
    standing: standingOf(standsAs),
    ticketId,
    duplicateOf: other.ticketId === ticketId ? null : other.ticketId,
  };
}

const RANK: Record<Standing, number> = { ticket: 3, dismissal: 2, verified: 1, none: 0 };

export function standingOf({ status, ticketId }: Pick<JoiningLineage, 'status' | 'ticketId'>): Standing {
  if (status === 'dismissed') return 'dismissal';
  if (status === 'verified') return 'verified';
  return ticketId === null ? 'none' : 'ticket';
}

function byAge(a: JoiningLineage, b: JoiningLineage): number {
  return Number(BigInt(a.lineageId) - BigInt(b.lineageId));
}
