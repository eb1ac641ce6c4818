import type { AbsenceJudgement } from '../absence';
import { type Claim, type Counted, countSavings } from '../counted';
import { type LifecycleEvent, type LineageState, move } from '../lifecycle';
import { type BoardRoute, type Boards, boardName, type Held, heldBy } from './boards';
import type { Deed } from './schema';

/**
 * One resource lived through moment after moment by one text of a rule set, as generations would live it: found, the
 * same again, absent, gone, withdrawn. Pure: what the rules find and what an absence means is handed in.
 *
 * A ticket is opened as soon as a finding wants one and is never moved by anybody, as nobody knows what people would
 * have done with it.
 */

/** What one text finds of a resource, one for each action. */
export type Finding = {
  action: string;
  rule: string;
  savings: string | null;
  atStake: string | null;
  currency: string | null;
  reason: string;
  cashCost: string | null; // of the resource a month: all that is found on it saves no more
};

/** A resource at one moment; `findings` are none where nothing of it was read. */
export type Seen = { findings: ReadonlyMap<string, Finding>; owner: string | null };

/** The life of one (resource, action). `moment`: where it was found last, -1: before the first. */
export type Life = {
  lineageId: string;
  action: string;
  state: LineageState;
  finding: Finding;
  moment: number;
  owner: string | null;
  isOwn: boolean; // of the set that is tried; others only stand in its way
  ticket: { board: string; owner: string | null; isDone: boolean } | null;
};

export type Happened = {
  deed: Deed;
  moment: number;
  life: Life;
  hasTicket: boolean;
  isTicketOnly: boolean; // the recommendation was there before, its ticket comes now
  board: string | null; // where its ticket is, or is opened
  owner: string | null;
  why: string;
};

/** `counted`: what of the saving of each that is not over counts in the end. */
export type Lived = {
  lives: Life[];
  happened: Happened[];
  held: Map<Life, Held>;
  counted: Map<Life, string | null>;
};

export type World = {
  boards: Boards;
  at: (moment: number) => Date;
  /** What it means that this life's action was not found at that moment; null: it goes on as if it were. */
  judge: (life: Life, moment: number) => AbsenceJudgement | null;
  /** What an exemption makes of one that was verified and is not found for it; null: it was not found anyway. */
  judgeVerified: (life: Life, moment: number) => AbsenceJudgement | null;
  /** Where the oldest data begins that a finding of this moment rests on. */
  dataFrom: (life: Life, moment: number) => Date | null;
};

const FRESH: LineageState = {
  status: 'open',
  hasTicket: false,
  closedAt: null,
  verifiedAt: null,
  isRegressed: false,
  isCovered: true,
  notCoveredReason: null,
  dismissedBy: null,
  dismissedReason: null,
  dismissedUntil: null,
  needsPerson: null,
};

/** Ids of lineages that there are not yet: younger than all that there are. */
const YOUNG = 10n ** 17n;
const ABSENTEES: ReadonlySet<string> = new Set(['open', 'in_progress', 'closed', 'dismissed']);
const LIVE: ReadonlySet<string> = new Set(['open', 'in_progress', 'closed']);
const OVER: ReadonlySet<string> = new Set(['withdrawn', 'verified', 'resolved']);

/** `standing`: its lives before the first moment; they are not written to. */
export function live(seen: readonly Seen[], standing: readonly Life[], world: World): Lived {
  const lives = standing.map((life) => ({ ...life }));
  const happened: Happened[] = [];
  const note: Note = (deed, moment, life, why) => happened.push(toldOf(deed, moment, life, why));
  let settled: Settled = { held: new Map(), counted: new Map() };
  for (const [moment, { findings, owner }] of seen.entries()) {
    for (const life of lives) {
      if (!isLive(life)) continue;
      const finding = findings.get(life.action);
      if (finding) meet(life, { finding, owner, moment }, world, note);
      else miss(life, moment, world, note);
    }
    for (const finding of findings.values()) {
      if (lives.some((life) => isLive(life) && life.action === finding.action)) continue;
      const lineageId = String(YOUNG + BigInt(lives.length));
      const isOwn = true;
      const life: Life = {
        lineageId,
        action: finding.action,
        state: FRESH,
        finding,
        moment,
        owner,
        isOwn,
        ticket: null,
      };
      lives.push(life);
      note('opens', moment, life, finding.reason);
    }
    settled = settle(lives, moment, world, happened);
  }
  return { lives, happened, ...settled };
}

function toldOf(deed: Deed, moment: number, life: Life, why: string): Happened {
  const { ticket, owner } = life;
  const isTicketOnly = false;
  return {
    deed,
    moment,
    life,
    hasTicket: ticket !== null,
    isTicketOnly,
    board: ticket?.board ?? null,
    owner,
    why,
  };
}

const isLive = ({ state }: Life): boolean => state.status !== 'resolved';

type Note = (deed: Deed, moment: number, life: Life, why: string) => unknown;
type Met = { finding: Finding; owner: string | null; moment: number };

function meet(life: Life, { finding, owner, moment }: Met, world: World, note: Note): void {
  const isDated = life.state.status === 'closed';
  const dataFrom = isDated ? world.dataFrom({ ...life, finding }, moment) : null;
  Object.assign(life, { finding, owner, moment });
  happen(life, { kind: 'found', at: world.at(moment), dataFrom }, moment, note);
  const board = world.boards.of(owner);
  const { ticket } = life;
  if (!ticket || ticket.isDone || !board || life.state.status === 'closed') return;
  const name = boardName(board);
  if (ticket.board === name && sameOwner(ticket.owner, owner)) return;
  const from = ticket.board === name ? nameOf(ticket.owner) : ticket.board;
  const to = ticket.board === name ? nameOf(owner) : name;
  life.ticket = { ...ticket, board: name, owner };
  note('reroutes', moment, life, `Its ticket was of ${from} and would be of ${to} now.`);
}

const nameOf = (owner: string | null): string => owner ?? 'nobody';
const sameOwner = (one: string | null, other: string | null): boolean =>
  one?.toLowerCase() === other?.toLowerCase();

function miss(life: Life, moment: number, world: World, note: Note): void {
  if (!life.isOwn) return;
  const { status } = life.state;
  const isVerified = status === 'verified';
  if (!isVerified && !ABSENTEES.has(status)) return;
  const judged = isVerified ? world.judgeVerified(life, moment) : world.judge(life, moment);
  if (judged) happen(life, { ...judged, at: world.at(moment) }, moment, note);
}

function happen(life: Life, event: LifecycleEvent, moment: number, note: Note): void {
  const before = life.state.status;
  const made = move(life.state, event);
  if (!made) return;
  life.state = made.next;
  const { status } = made.next;
  if (status === 'open' && before !== 'open') {
    if (life.ticket) life.ticket = { ...life.ticket, isDone: false };
    note('reopens', moment, life, made.detail ?? life.finding.reason);
  }
  if (OVER.has(status) && !OVER.has(before)) note('closes', moment, life, made.detail ?? life.finding.reason);
}

type Settled = Pick<Lived, 'held' | 'counted'>;

/** What of each counts, and a ticket for each that wants one; returns what the others wait for. */
function settle(lives: Life[], moment: number, { boards }: World, happened: Happened[]): Settled {
  const standing = lives.filter(({ state }) => state.status !== 'resolved' && state.status !== 'verified');
  const byId = new Map(countSavings(standing.map(claimOfLife)).map((each) => [each.lineageId, each]));
  const held = new Map<Life, Held>();
  const counted = new Map<Life, string | null>();
  for (const life of lives) {
    const known = byId.get(life.lineageId);
    if (known) counted.set(life, known.counted);
    settleTicket(life, known, { moment, boards, happened, held });
  }
  return { held, counted };
}

type Settling = { moment: number; boards: Boards; happened: Happened[]; held: Map<Life, Held> };

function settleTicket(
  life: Life,
  known: Counted | undefined,
  { moment, boards, happened, held }: Settling,
): void {
  const { state, finding, owner, ticket, isOwn } = life;
  if (!isOwn || (state.status !== 'open' && state.status !== 'in_progress')) return;
  const isExcluded = known !== undefined && known.excludedBy !== null;
  const board = boards.of(owner);
  if (ticket) {
    if (isExcluded) held.set(life, 'excluded');
    return;
  }
  const amount = known?.counted ?? finding.atStake;
  const reason = heldBy({ isExcluded, isCovered: state.isCovered, amount }, board);
  if (reason !== null || !board) held.set(life, reason ?? 'no route');
  else openTicket(life, moment, board, happened);
}

const claimOfLife = ({ lineageId, action, finding, ticket, state, moment }: Life): Claim => ({
  ...{
    lineageId,
    action,
    monthlySavings: finding.savings,
    currency: finding.currency,
    cashCost: finding.cashCost,
  },
  hasOpenTicket: ticket !== null && !ticket.isDone && state.status !== 'closed',
  isLive: LIVE.has(state.status),
  lastRecommendationId: String(moment + 1),
  goesWith: null, // what hangs on another resource is lived by itself
});

/** The opening that is told of already gets its ticket; that of an earlier moment, or of before, is told of anew. */
function openTicket(life: Life, moment: number, board: BoardRoute, happened: Happened[]): void {
  const name = boardName(board);
  life.ticket = { board: name, owner: life.owner, isDone: false };
  life.state = { ...life.state, hasTicket: true };
  const told = happened.find((each) => each.life === life && each.deed === 'opens' && each.moment === moment);
  if (told) Object.assign(told, { hasTicket: true, board: name });
  else happened.push({ ...toldOf('opens', moment, life, life.finding.reason), isTicketOnly: true });
}
