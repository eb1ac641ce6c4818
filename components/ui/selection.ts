'use client';

import { useState } from 'react';
import {
  type Chosen,
  choose,
  choosePage,
  everything,
  isChosen,
  nothing,
  type PageState,
  pageState,
} from './chosen';

type Identified = { id: string };

type SelectionGiven<Row> = {
  rows: Row[]; // of the page that is shown
  scope: string; // of the list without its page and sort: another one ends the selection
  most: number; // that can be chosen one by one
};

/** What a table needs of the selection of its rows, and what a row is called in it. */
export type RowSelection<Row> = {
  pageState: PageState;
  isChosen: (id: string) => boolean;
  choose: (id: string, withRange: boolean) => void;
  choosePage: () => void;
  label: (row: Row) => string;
};

/** What is selected of a list, over paging and sorting. `note` says what happened to it otherwise, until the next deed. */
export function useSelection<Row extends Identified>({ rows, scope, most }: SelectionGiven<Row>) {
  const [chosen, setChosen] = useState<Chosen<Row>>(nothing);
  const [note, setNote] = useState<string | null>(null);
  const [known, setKnown] = useState(scope);
  const hasAny = chosen.isAll || chosen.rows.size > 0;
  if (scope !== known) {
    setKnown(scope);
    setNote(hasAny ? 'The filter was changed: nothing is selected any more.' : null);
    setChosen(nothing());
  }
  const become = (next: Chosen<Row>) => {
    const isTooMany = next.rows.size > most;
    setNote(isTooMany ? `${most} rows at most one by one. Select all that fit the filter instead.` : null);
    if (!isTooMany) setChosen(next);
  };
  return {
    ...{ chosen, hasAny, note },
    pageState: pageState(chosen, rows),
    isChosen: (id: string) => isChosen(chosen, id),
    choose: (id: string, withRange: boolean) => become(choose(chosen, rows, id, withRange)),
    choosePage: () => become(choosePage(chosen, rows)),
    chooseAll: () => become(everything()),
    clear: () => become(nothing()),
  };
}
