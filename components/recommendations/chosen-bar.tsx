'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ExportButton } from '@/components/ui/export-button';
import type { useSelection } from '@/components/ui/selection';
import { SelectionBar } from '@/components/ui/selection-bar';
import type { BatchView, RecommendationView } from '@/lib/recommendations/schema';
import { BatchResult } from './batch-result';
import { DismissMany } from './dismiss';
import { exportRecommendations, totalsOfQuery, totalsQuery } from './queries';
import { Amounts } from './totals';
import { everyPageOf, type Filter, type RecommendationsUrl } from './url';

type ChosenBarProps = {
  selection: ReturnType<typeof useSelection<RecommendationView>>;
  url: RecommendationsUrl;
};

/** What the selected recommendations come to, what can be done with them, and what became of it. */
export function ChosenBar({ selection, url }: ChosenBarProps) {
  const { chosen, hasAny, note, chooseAll, clear } = selection;
  const [batch, setBatch] = useState<BatchView | null>(null);
  const { data: all } = useQuery(totalsQuery(url));
  const filter: Filter = chosen.isAll ? everyPageOf(url) : { ids: [...chosen.rows.keys()] };
  const count = chosen.isAll ? (all?.count ?? 0) : chosen.rows.size;
  const done = (made: BatchView) => {
    setBatch(made);
    clear();
  };
  return (
    <>
      {batch ? (
        <BatchResult key={batch.id} batch={batch} onUndone={setBatch} onClose={() => setBatch(null)} />
      ) : null}
      <SelectionBar
        count={hasAny ? count : null}
        isAll={chosen.isAll}
        total={all?.count}
        note={note}
        onChooseAll={chooseAll}
        onClear={clear}
        summary={<ChosenAmounts filter={filter} />}
      >
        <DismissMany which={'ids' in filter ? filter : { filter }} count={count} onDone={done} />
        <ExportButton options={exportRecommendations} filter={filter} label="Export these" />
      </SelectionBar>
    </>
  );
}

function ChosenAmounts({ filter }: { filter: Filter }) {
  const { data: totals } = useQuery(totalsOfQuery(filter));
  return totals ? (
    <span className="tabular-nums">
      <Amounts totals={totals} />
    </span>
  ) : null;
}
