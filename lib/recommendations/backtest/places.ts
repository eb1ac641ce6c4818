import type { BoardRoute } from './boards';
import { boardName } from './boards';
import type { SideFigures } from './figures';
import type { Place } from './schema';

/** Owners beyond these are many and small. */
const MOST_PLACES = 200;

type Sides = { draft: SideFigures; published: SideFigures };

/** Boards and owners with what both texts do there, where the most is opened first. */
export function placesOf(
  { draft, published }: Sides,
  routes: readonly BoardRoute[],
  moments: number,
): { boards: Place[]; owners: Place[] } {
  const boards = [...new Set([...draft.boards(), ...published.boards()])].map((name) => ({
    name,
    note: noteOf(name, routes),
    draft: draft.ofBoard(name, routes, moments),
    published: published.ofBoard(name, routes, moments),
  }));
  const owners = [...new Set([...draft.owners(), ...published.owners()])].map((name) => ({
    name,
    note: null,
    draft: draft.ofOwner(name),
    published: published.ofOwner(name),
  }));
  return { boards: largestFirst(boards), owners: largestFirst(owners) };
}

function noteOf(name: string, routes: readonly BoardRoute[]): string | null {
  const own = routes.filter((route) => boardName(route) === name);
  if (own.length === 0) return 'No route goes there any more.';
  return own.some(({ isShadow }) => isShadow) ? 'In shadow: opened only once the set is armed there.' : null;
}

function largestFirst(places: Place[]): Place[] {
  const size = ({ draft, published }: Place) => Math.max(draft.opens, published.opens);
  return places.sort((one, other) => size(other) - size(one)).slice(0, MOST_PLACES);
}
