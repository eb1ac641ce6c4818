'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { counted } from '@/components/changes/words';
import { FootMessage } from '@/components/ui/foot-message';
import type { useSelection } from '@/components/ui/selection';
import { SelectionBar } from '@/components/ui/selection-bar';
import type { DeliveryView } from '@/lib/deliveries/schema';
import { replayCountQuery } from './queries';
import { ReplayDialog } from './replay-dialog';
import { type DeliveriesUrl, filterFor } from './url';

type ChosenDeliveriesProps = {
  selection: ReturnType<typeof useSelection<DeliveryView>>;
  url: DeliveriesUrl;
};

/** What can be done with the selected deliveries, and what became of it. */
export function ChosenDeliveries({ selection, url }: ChosenDeliveriesProps) {
  const { chosen, hasAny, note, chooseAll, clear } = selection;
  const [replayed, setReplayed] = useState<number | null>(null);
  const filter = filterFor(url);
  const { data: total } = useQuery(replayCountQuery(hasAny ? { filter, mode: 'replay' } : null));
  const choice = chosen.isAll ? { filter } : { ids: [...chosen.rows.keys()] };
  const done = (count: number) => {
    setReplayed(count);
    clear();
  };
  return (
    <>
      {replayed === null ? null : (
        <FootMessage onClose={() => setReplayed(null)}>
          {counted(replayed, 'delivery', 'deliveries')} to be worked on again.
        </FootMessage>
      )}
      <SelectionBar
        count={hasAny ? (chosen.isAll ? (total ?? 0) : chosen.rows.size) : null}
        isAll={chosen.isAll}
        total={total}
        note={note}
        onChooseAll={chooseAll}
        onClear={clear}
      >
        <ReplayDialog choice={choice} mode="replay" onDone={done} />
        <ReplayDialog choice={choice} mode="newest" onDone={done} />
      </SelectionBar>
    </>
  );
}
