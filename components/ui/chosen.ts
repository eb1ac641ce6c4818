/**
 * Which rows of a list are selected: some, over its pages, or all that fit its filter. Pure: each deed takes what is
 * selected and gives what is selected then.
 */
export type Chosen<Row> = {
  isAll: boolean; // all that fit the filter, on every page; `rows` then tells nothing
  rows: ReadonlyMap<string, Row>;
  anchor: string | null; // the row chosen last: a range goes from there
};

type Identified = { id: string };

export const nothing = <Row>(): Chosen<Row> => ({ isAll: false, rows: new Map(), anchor: null });

export const everything = <Row>(): Chosen<Row> => ({ isAll: true, rows: new Map(), anchor: null });

export function isChosen<Row>({ isAll, rows }: Chosen<Row>, id: string): boolean {
  return isAll || rows.has(id);
}

/**
 * Chooses a row or lets it go; `withRange`, all rows of the page between it and the one before become as it. Of all
 * that fit the filter, what is left are the other rows of this page: no filter says “all but that one”.
 */
export function choose<Row extends Identified>(
  chosen: Chosen<Row>,
  page: Row[],
  id: string,
  withRange: boolean,
): Chosen<Row> {
  const rows = new Map(chosen.isAll ? page.map((row) => [row.id, row]) : chosen.rows);
  const isWanted = !isChosen(chosen, id);
  for (const row of withRange
    ? between(page, chosen.anchor ?? id, id)
    : page.filter((one) => one.id === id)) {
    if (isWanted) rows.set(row.id, row);
    else rows.delete(row.id);
  }
  return { isAll: false, rows, anchor: id };
}

/** The page's rows from the one to the other, whichever stands first; from a row of another page, just the other. */
function between<Row extends Identified>(page: Row[], from: string, to: string): Row[] {
  const [one, other] = [from, to].map((id) => page.findIndex((row) => row.id === id));
  if (one === undefined || other === undefined || one === -1) return page.filter(({ id }) => id === to);
  return page.slice(Math.min(one, other), Math.max(one, other) + 1);
}

export type PageState = 'none' | 'some' | 'all';

export function pageState<Row extends Identified>(chosen: Chosen<Row>, page: Row[]): PageState {
  const count = page.filter(({ id }) => isChosen(chosen, id)).length;
  if (count === 0) return 'none';
  return count === page.length ? 'all' : 'some';
}

/** Chooses the whole page, or lets it go where all of it is chosen; what other pages have stays. */
export function choosePage<Row extends Identified>(chosen: Chosen<Row>, page: Row[]): Chosen<Row> {
  const isWanted = pageState(chosen, page) !== 'all';
  const rows = new Map(chosen.rows);
  for (const row of page) {
    if (isWanted) rows.set(row.id, row);
    else rows.delete(row.id);
  }
  return { isAll: false, rows, anchor: null };
}
