'use client';

import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useState } from 'react';
import { counted } from '@/components/changes/words';
import { Button } from '@/components/ui/button';
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
        <div className="flex shrink-0 flex-wrap items-center gap-x-3 border-t bg-surface px-4 py-1 max-sm:px-2">
          <p role="status">{counted(replayed, 'delivery', 'deliveries')} to be worked on again.</p>
          <Button
            look="quiet"
            isIcon
            aria-label="Close this message"
            className="ml-auto"
            onClick={() => setReplayed(null)}
          >
            <X aria-hidden />
          </Button>
        </div>
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
