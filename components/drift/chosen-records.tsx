'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { useSelection } from '@/components/ui/selection';
import { SelectionBar } from '@/components/ui/selection-bar';
import { type DriftRow, driftCountQuery, type Started } from './queries';
import { RepairDialog, type RepairTarget } from './repair-dialog';
import { type scopeOf, totalOf } from './scope';
import { StartedNotice } from './started-notice';
import type { DriftUrl } from './url';

type ChosenRecordsProps = {
  selection: ReturnType<typeof useSelection<DriftRow>>;
  url: DriftUrl;
  scope: ReturnType<typeof scopeOf>;
};

/** What can be done with the selected records, and what became of it. A repair is of one sync at a time. */
export function ChosenRecords({ selection, url, scope }: ChosenRecordsProps) {
  const { chosen, hasAny, note, chooseAll, clear } = selection;
  const [started, setStarted] = useState<Started | null>(null);
  const only = scope.definitions.length === 1 ? scope.definitions[0]?.definitionId : undefined;
  const everything =
    only === undefined || url.q !== null ? null : { definitionId: only, filter: filterFor(url) };
  const known = totalOf(scope, url);
  const { data: counted } = useQuery(
    driftCountQuery(
      hasAny && everything && known === undefined ? { ...everything, direction: 'to_library' } : null,
    ),
  );
  const total = everything ? (known ?? counted) : undefined;
  const target = chosen.isAll ? everything : targetOf([...chosen.rows.values()]);
  const done = (next: Started) => {
    setStarted(next);
    clear();
  };
  return (
    <>
      {started ? <StartedNotice started={started} onClose={() => setStarted(null)} /> : null}
      <SelectionBar
        count={hasAny ? (chosen.isAll ? (total ?? 0) : chosen.rows.size) : null}
        isAll={chosen.isAll}
        total={total}
        note={note}
        onChooseAll={chooseAll}
        onClear={clear}
      >
        {target ? (
          <>
            <RepairDialog target={target} direction="to_library" onStarted={done} />
            <RepairDialog target={target} direction="from_library" onStarted={done} />
          </>
        ) : (
          <span className="text-muted">A repair is of one sync: filter by one.</span>
        )}
      </SelectionBar>
    </>
  );
}

function filterFor({ state, field, ignored }: DriftUrl): RepairTarget['filter'] {
  return {
    ...(state ? { state } : {}),
    ...(field ? { field } : {}),
    ...(ignored ? { ignored } : {}),
  };
}

/** The rows as a repair takes them; null where they are of more than one sync. */
function targetOf(rows: DriftRow[]): RepairTarget | null {
  const [definitionId, ...others] = new Set(rows.map((row) => row.definitionId));
  if (definitionId === undefined || others.length > 0) return null;
  return { definitionId, keys: rows.map(({ key }) => key) };
}
