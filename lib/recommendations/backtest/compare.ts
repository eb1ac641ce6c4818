import { compareAmounts } from '@/lib/core/money';
import type { CompiledVersion } from '@/lib/rules/data';
import type { Placed } from './judging';
import type { Happened, Life, Lived } from './life';
import type { Samples } from './samples';
import { DEEDS, type Said, type Sample, type SampleKind } from './schema';

type Both = {
  placed: Placed;
  draft: Lived;
  published: Lived;
  version: CompiledVersion; // the draft
  moments: { week: string | null; at: Date }[];
};

/** How many tickets the draft opens for one resource that the published text does not, action by action. */
export function newTickets({ draft, published }: Pick<Both, 'draft' | 'published'>): number {
  const before = ticketsByAction(published);
  let sum = 0;
  for (const [action, count] of ticketsByAction(draft)) sum += Math.max(0, count - (before.get(action) ?? 0));
  return sum;
}

function ticketsByAction({ happened }: Lived): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { deed, hasTicket, life } of happened) {
    if (deed === 'opens' && hasTicket) counts.set(life.action, (counts.get(life.action) ?? 0) + 1);
  }
  return counts;
}

/** Offers what the draft does to one resource and the published text does not, and what they say differently of it. */
export function offerDifferences(both: Both, samples: Samples): void {
  const { draft, published } = both;
  for (const deed of DEEDS) {
    for (const each of draft.happened) {
      if (each.deed !== deed || each.isTicketOnly) continue;
      if (published.happened.some((other) => other.deed === deed && other.life.action === each.life.action))
        continue;
      const about = `${each.life.action}/${resourceOf(both.placed)?.resourceId ?? ''}`;
      samples.offer(deed, about, () => rowOf(both, deed, each));
    }
  }
  for (const [action, before] of lastByAction(published)) {
    const after = lastByAction(draft).get(action);
    const isClosed = draft.happened.some(({ deed, life }) => deed === 'closes' && life.action === action);
    if (after ? isSame(before, after) : isClosed) continue;
    const life = after ?? before;
    const about = `${action}/${resourceOf(both.placed)?.resourceId ?? ''}`;
    samples.offer('changes', about, () =>
      rowOf(both, 'changes', changeOf(both, before, after ?? null, life)),
    );
  }
}

type Told = Pick<Happened, 'life' | 'moment' | 'hasTicket' | 'board' | 'owner' | 'why'>;

function changeOf(both: Both, before: Life, after: Life | null, life: Life): Told {
  const moment = Math.max(0, life.moment);
  const why = after ? differenceOf(before, after) : whyNot(both, before.finding.rule, moment);
  return {
    life,
    moment,
    hasTicket: life.ticket !== null,
    board: life.ticket?.board ?? null,
    owner: life.owner,
    why,
  };
}

function isSame({ finding: one }: Life, { finding: other }: Life): boolean {
  return one.rule === other.rule && sameAmount(one.savings, other.savings) && one.reason === other.reason;
}

function sameAmount(one: string | null, other: string | null): boolean {
  return one === null || other === null ? one === other : compareAmounts(one, other) === 0;
}

function differenceOf({ finding: before }: Life, { finding: after }: Life): string {
  const parts = [
    ...(sameAmount(before.savings, after.savings)
      ? []
      : [`The saving is ${after.savings ?? 'not known'}, not ${before.savings ?? 'not known'}.`]),
    ...(before.rule === after.rule ? [] : [`It is found by ${after.rule}, not by ${before.rule}.`]),
    ...(before.reason === after.reason ? [] : ['The reason says something else.']),
  ];
  return parts.join(' ');
}

/** Why the draft does not find it: what its own rule of that name says. */
function whyNot({ version, placed, moments }: Both, rule: string, moment: number): string {
  const isThere = version.compiled.set.rules.some(({ name, enabled }) => name === rule && enabled);
  if (!isThere) return `The draft has no rule ${rule} in use.`;
  const [resource, now] = [placed[moment], moments[moment]?.at];
  if (!resource || !now) return 'Nothing of it was read.';
  return version.compiled.whyOf(rule, resource.facts, { now }).sentence;
}

function rowOf(both: Both, kind: SampleKind, told: Told): Sample {
  const { placed, moments, published, draft } = both;
  const { life, moment, hasTicket, board, owner } = told;
  const resource = resourceOf(placed);
  const { action, finding } = life;
  return {
    kind,
    resourceId: resource?.resourceId ?? '',
    name: resource?.name ?? resource?.nativeId ?? '',
    account: resource?.account ?? '',
    resourceKind: resource?.kind ?? null,
    ...{ action, owner, board, hasTicket },
    week: moments[moment]?.week ?? null,
    before: saidOf(lastByAction(published).get(action)),
    after: saidOf(lastByAction(draft).get(action)),
    why:
      kind === 'opens' || kind === 'reopens'
        ? whyNot(both, finding.rule, moment)
        : kind === 'closes'
          ? `${told.why} ${whyNot(both, finding.rule, moment)}`
          : told.why,
  };
}

const resourceOf = (placed: Placed) => placed.find((each) => each !== null) ?? null;

function lastByAction({ lives }: Lived): Map<string, Life> {
  return new Map(lives.map((life) => [life.action, life]));
}

function saidOf(life: Life | undefined): Said | null {
  if (!life) return null;
  const { action, finding, state } = life;
  const { rule, savings, currency, reason } = finding;
  return { action, rule, savings, currency, reason, status: state.status };
}
