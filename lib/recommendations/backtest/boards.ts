import { compareAmounts } from '@/lib/core/money';
import { routeOf } from '@/lib/tickets/routing';

/** A route with what its board needs to be told; `owner` null is the default one. */
export type BoardRoute = {
  owner: string | null;
  connectionId: string;
  connectionName: string;
  isEnabled: boolean;
  floor: string; // the least saving a month that gets a ticket
  projectKey: string;
  weeklyCap: number;
  isShadow: boolean; // the set opens no tickets there yet: counted as if it did
};

/** Where tickets go, by routing as it is now. An owner is asked for a hundred thousand times. */
export class Boards {
  private readonly byOwner = new Map<string | null, BoardRoute | null>();

  constructor(private readonly routes: readonly BoardRoute[]) {}

  of(owner: string | null): BoardRoute | null {
    const known = this.byOwner.get(owner);
    if (known !== undefined) return known;
    const route = routeOf(owner, this.routes);
    this.byOwner.set(owner, route);
    return route;
  }

  /** The words of a board, where a ticket's own place is given. */
  nameOf(place: { connectionId: string; projectKey: string }): string {
    const known = this.routes.find(({ connectionId }) => connectionId === place.connectionId);
    return known ? boardName({ ...known, projectKey: place.projectKey }) : place.projectKey;
  }
}

export function boardName({
  projectKey,
  connectionName,
}: Pick<BoardRoute, 'projectKey' | 'connectionName'>): string {
  return `${projectKey} · ${connectionName}`;
}

export type Held = 'excluded' | 'not covered' | 'no route' | 'floor';

type Wanting = { isExcluded: boolean; isCovered: boolean; amount: string | null };

/** Why a finding gets no ticket; as lib/recommendations/wishes.data has it, with the set armed. Null: it gets one. */
export function heldBy({ isExcluded, isCovered, amount }: Wanting, board: BoardRoute | null): Held | null {
  if (isExcluded) return 'excluded';
  if (!isCovered) return 'not covered';
  if (!board?.isEnabled) return 'no route';
  return amount === null || compareAmounts(amount, board.floor) < 0 ? 'floor' : null;
}
