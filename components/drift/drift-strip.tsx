'use client';

import { StateStrip } from '@/components/ui/strip';
import type { scopeOf } from './scope';
import { IGNORED_LOOK, RECORD_LOOKS } from './states';
import { DRIFT_STATES, type DriftUrl } from './url';

type DriftStripProps = {
  scope: ReturnType<typeof scopeOf>;
  url: DriftUrl;
  onChoose: (change: Pick<DriftUrl, 'state' | 'ignored'>) => void;
};

/** How many records stand in each state. Those in sync are counted and not listed. */
export function DriftStrip({ scope, url, onChoose }: DriftStripProps) {
  const states = DRIFT_STATES.map((state) => ({
    id: state,
    look: RECORD_LOOKS[state],
    count: scope.countOf(state).toLocaleString('en-US'),
    isChosen: url.state === state,
    onChoose: () => onChoose({ state: url.state === state ? null : state, ignored: url.ignored }),
  }));
  const inSync = {
    id: 'in_sync',
    look: RECORD_LOOKS.in_sync,
    count: scope.inSync.toLocaleString('en-US'),
    isChosen: false,
    onChoose: () => onChoose({ state: null, ignored: null }),
  };
  const ignored = {
    id: 'ignored',
    look: IGNORED_LOOK,
    count: scope.ignored.toLocaleString('en-US'),
    isChosen: url.ignored === 'true',
    onChoose: () => onChoose({ state: url.state, ignored: url.ignored === 'true' ? null : 'true' }),
  };
  return <StateStrip label="Records by state" parts={[...states, inSync, ignored]} />;
}
