import { addAmounts } from '@/lib/core/money';
import type { BoardRoute, Held } from './boards';
import { boardName } from './boards';
import type { Finding, Happened, Life, Lived } from './life';
import type { BacktestSide, Deed, Money, PlaceFigures, Tally } from './schema';

/** Adds up, a currency at a time. */
class Sum {
  private readonly amounts = new Map<string, { amount: string; count: number }>();

  add({ savings, currency }: Pick<Finding, 'savings' | 'currency'>): void {
    if (savings === null || currency === null) return;
    const before = this.amounts.get(currency) ?? { amount: '0', count: 0 };
    this.amounts.set(currency, { amount: addAmounts([before.amount, savings]), count: before.count + 1 });
  }

  read(): Money[] {
    return [...this.amounts].map(([currency, sum]) => ({ currency, ...sum })).sort(byCurrency);
  }
}

const byCurrency = (one: Money, other: Money) => (one.currency < other.currency ? -1 : 1);

type Settled = Pick<Lived, 'held' | 'counted'>;

/** What of it counts; of one that is over, what was found last. */
function savingOf(life: Life, counted: Lived['counted']): Pick<Finding, 'savings' | 'currency'> {
  const { savings, currency } = life.finding;
  return { currency, savings: counted.get(life) ?? savings };
}

class DeedSum {
  recommendations = 0;
  tickets = 0;
  readonly savings = new Sum();

  read(): Tally {
    return { recommendations: this.recommendations, tickets: this.tickets, savings: this.savings.read() };
  }
}

const NONE = { opens: 0, closes: 0, reopens: 0, reroutes: 0 };

class PlaceSum {
  readonly deeds: Record<Deed, number> = { ...NONE };
  readonly savings = new Sum();
  readonly opened = new Map<number, number>(); // by moment
}

/** What one text comes to over all resources. */
export class SideFigures {
  private readonly deeds = {
    opens: new DeedSum(),
    closes: new DeedSum(),
    reopens: new DeedSum(),
    reroutes: new DeedSum(),
  };
  private readonly stands = new DeedSum();
  private readonly held = new Map<Held, number>();
  private readonly byBoard = new Map<string, PlaceSum>();
  private readonly byOwner = new Map<string | null, PlaceSum>();
  readonly byMoment: { opens: number; closes: number }[];

  constructor(moments: number) {
    this.byMoment = Array.from({ length: moments }, () => ({ opens: 0, closes: 0 }));
  }

  add({ lives, happened, held, counted }: Lived): void {
    const sums = { held, counted };
    for (const each of happened) this.addDeed(each, sums);
    for (const life of lives) this.addStanding(life, sums);
  }

  private addDeed(
    { deed, moment, life, hasTicket, isTicketOnly, board, owner }: Happened,
    { held, counted }: Settled,
  ): void {
    const sum = this.deeds[deed];
    if (!isTicketOnly) {
      sum.recommendations += 1;
      if (held.get(life) !== 'excluded') sum.savings.add(savingOf(life, counted));
    }
    if (!hasTicket) return;
    sum.tickets += 1;
    const ofMoment = this.byMoment[moment];
    if (ofMoment && (deed === 'opens' || deed === 'closes')) ofMoment[deed] += 1;
    const places = [placeIn(this.byOwner, owner), ...(board === null ? [] : [placeIn(this.byBoard, board)])];
    for (const place of places) {
      place.deeds[deed] += 1;
      if (deed !== 'opens') continue;
      place.savings.add(savingOf(life, counted));
      place.opened.set(moment, (place.opened.get(moment) ?? 0) + 1);
    }
  }

  private addStanding(life: Life, { held, counted }: Settled): void {
    const { state, isOwn, ticket } = life;
    if (!isOwn || (state.status !== 'open' && state.status !== 'in_progress')) return;
    this.stands.recommendations += 1;
    if (ticket) this.stands.tickets += 1;
    const reason = held.get(life);
    if (reason !== 'excluded') this.stands.savings.add(savingOf(life, counted));
    if (reason && !ticket) this.held.set(reason, (this.held.get(reason) ?? 0) + 1);
  }

  read(): BacktestSide {
    const { opens, closes, reopens, reroutes } = this.deeds;
    return {
      opens: opens.read(),
      closes: closes.read(),
      reopens: reopens.read(),
      reroutes: reroutes.read(),
      stands: this.stands.read(),
      held: [...this.held].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count),
    };
  }

  boards(): string[] {
    return [...this.byBoard.keys()];
  }

  owners(): (string | null)[] {
    return [...this.byOwner.keys()];
  }

  ofBoard(board: string, routes: readonly BoardRoute[], moments: number): PlaceFigures {
    const caps = routes.filter((route) => boardName(route) === board).map(({ weeklyCap }) => weeklyCap);
    return readPlace(this.byBoard.get(board), caps.length > 0 ? Math.max(...caps) : null, moments);
  }

  ofOwner(owner: string | null): PlaceFigures {
    return readPlace(this.byOwner.get(owner), null, 0);
  }
}

function placeIn<Key>(places: Map<Key, PlaceSum>, key: Key): PlaceSum {
  const known = places.get(key) ?? new PlaceSum();
  places.set(key, known);
  return known;
}

function readPlace(place: PlaceSum | undefined, cap: number | null, moments: number): PlaceFigures {
  if (!place) return { ...NONE, savings: [], beyondCap: 0 };
  const beyondCap = cap === null ? 0 : waiting(place.opened, cap, moments);
  return { ...place.deeds, savings: place.savings.read(), beyondCap };
}

/** How many have to wait a week or more, where only `cap` are opened in each. */
function waiting(opened: ReadonlyMap<number, number>, cap: number, moments: number): number {
  let queue = 0;
  let waited = 0;
  for (let moment = 0; moment < moments; moment += 1) {
    const fresh = opened.get(moment) ?? 0;
    const left = Math.max(0, queue + fresh - cap);
    waited += Math.min(fresh, left);
    queue = left;
  }
  return waited;
}
