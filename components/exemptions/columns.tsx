'use client';

import type { Column } from '@/components/ui/data-table';
import { useNow } from '@/components/ui/now';
import { State } from '@/components/ui/state';
import { Ago } from '@/components/ui/time';
import type { ExemptionView } from '@/lib/recommendations/exemptions/schema';
import { lookOf } from './states';
import { KIND_WORDS, scopeWords, thingWords } from './words';

export const EXEMPTION_COLUMNS: Column<ExemptionView>[] = [
  {
    id: 'what',
    header: 'Exempt',
    sort: 'asc',
    narrow: 'what',
    isLink: true,
    cell: (exemption) => (
      <>
        <span className="text-faint">{KIND_WORDS[exemption.kind]} </span>
        {thingWords(exemption)}
      </>
    ),
  },
  {
    id: 'ruleSet',
    header: 'From',
    width: '14rem',
    sort: 'asc',
    from: 'mid',
    cell: (exemption) => <span title={scopeWords(exemption)}>{scopeWords(exemption)}</span>,
  },
  {
    id: 'reason',
    header: 'Why',
    width: '14rem',
    from: 'wide',
    cell: ({ reason }) => <span title={reason}>{reason}</span>,
  },
  {
    id: 'owner',
    header: 'Owner',
    width: '8rem',
    from: 'wide',
    cell: ({ owner }) => owner ?? <span className="text-faint">unowned</span>,
  },
  {
    id: 'heldBack',
    header: 'Held back',
    width: '6.5rem',
    align: 'right',
    sort: 'desc',
    narrow: 'money',
    cell: ({ heldBack }) => (
      <span className="tabular-nums" title="Findings that the last generation held back for it">
        {heldBack.toLocaleString('en-US')}
        <span className="hidden @max-xl:inline"> held back</span>
      </span>
    ),
  },
  {
    id: 'state',
    header: 'State',
    width: '9.5rem',
    narrow: 'state',
    cell: (exemption) => <ExemptionState exemption={exemption} />,
  },
  {
    id: 'until',
    header: 'Until',
    width: '8rem',
    align: 'right',
    sort: 'asc',
    narrow: 'age',
    cell: ({ until, endedAt }) => <Ago at={endedAt ?? until} />,
  },
];

export function ExemptionState({ exemption }: { exemption: ExemptionView }) {
  return <State look={lookOf(exemption, useNow())} />;
}
