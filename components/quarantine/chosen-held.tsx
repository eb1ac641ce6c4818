'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { counted } from '@/components/changes/words';
import { RunProgress } from '@/components/runs/run-progress';
import { FootMessage } from '@/components/ui/foot-message';
import type { useSelection } from '@/components/ui/selection';
import { SelectionBar } from '@/components/ui/selection-bar';
import type { QuarantineView, SettleFilter } from '@/lib/catalog/quarantine.schema';
import { type Settled, type SettlingAll, settlePreviewQuery } from './queries';
import { SettleAll } from './settle-all';
import { SettleMany } from './settle-many';
import { SETTLE_DEEDS, type SettleDeed } from './words';

type ChosenHeldProps = {
  selection: ReturnType<typeof useSelection<QuarantineView>>;
  filter: SettleFilter | null; // null: what is listed is settled already
};
type Said = { words: string; runId: string | null };

/** What can be done with the selected ones, and what became of it. All that fit the filter are settled by a run. */
export function ChosenHeld({ selection, filter }: ChosenHeldProps) {
  const { chosen, hasAny, note, chooseAll, clear } = selection;
  const [said, setSaid] = useState<Said | null>(null);
  const { data: preview } = useQuery(settlePreviewQuery(hasAny ? filter : null));
  const ids = [...chosen.rows.keys()];
  const total = filter ? preview?.changes : undefined;
  const done = (deed: SettleDeed, { settled, skipped }: Settled) => {
    const left =
      skipped > 0
        ? ` ${counted(skipped, 'other')} stay as they were: settled already, or with a value that their column cannot hold.`
        : '';
    setSaid({ words: `${settled.toLocaleString('en-US')} ${SETTLE_DEEDS[deed].did}.${left}`, runId: null });
    clear();
  };
  const started = (deed: SettleDeed, { changes, runId }: SettlingAll) => {
    setSaid({ words: `${counted(changes, 'held change')} to be ${SETTLE_DEEDS[deed].did}.`, runId });
    clear();
  };
  return (
    <>
      {said ? (
        <FootMessage more={said.runId ? <RunProgress id={said.runId} /> : null} onClose={() => setSaid(null)}>
          {said.words}
        </FootMessage>
      ) : null}
      <SelectionBar
        count={hasAny ? (chosen.isAll ? (total ?? 0) : ids.length) : null}
        isAll={chosen.isAll}
        total={total}
        note={note}
        onChooseAll={chooseAll}
        onClear={clear}
      >
        {(['release', 'reject'] as const).map((deed) =>
          chosen.isAll && filter ? (
            <SettleAll key={deed} filter={filter} deed={deed} onStarted={started} />
          ) : (
            <SettleMany key={deed} ids={ids} deed={deed} onDone={done} />
          ),
        )}
      </SelectionBar>
    </>
  );
}
