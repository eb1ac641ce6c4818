import { changesWords } from '@/components/changes/words';
import type { Column } from '@/components/ui/data-table';
import { State } from '@/components/ui/state';
import { Ago } from '@/components/ui/time';
import type { QuarantineView } from '@/lib/catalog/quarantine.schema';
import { QUARANTINE_LOOKS } from './states';

export const QUARANTINE_COLUMNS: Column<QuarantineView>[] = [
  {
    id: 'key',
    header: 'Record',
    width: '13rem',
    narrow: 'what',
    isLink: true,
    cell: ({ definitionTitle, key, fields }) => (
      <>
        {definitionTitle} <span className="font-mono text-meta">{key}</span>
        <span className="hidden font-normal text-muted @max-xl:inline"> {changesWords(fields)}</span>
      </>
    ),
  },
  {
    id: 'reasons',
    header: 'Reasons',
    from: 'mid',
    cell: ({ reasons }) => {
      const words = reasons.map(({ reason }) => reason).join('; ');
      return <span title={words}>{words}</span>;
    },
  },
  {
    id: 'difference',
    header: 'Difference',
    cell: ({ isWhole, fields }) => {
      const words = `${isWhole ? 'whole record: ' : ''}${changesWords(fields)}`;
      return <span title={words}>{words}</span>;
    },
  },
  {
    id: 'state',
    header: 'State',
    width: '8rem',
    narrow: 'state',
    cell: ({ state }) => <State look={QUARANTINE_LOOKS[state]} />,
  },
  {
    id: 'heldAt',
    header: 'Age',
    width: '7.5rem',
    align: 'right',
    sort: 'asc',
    narrow: 'age',
    cell: ({ heldAt }) => <Ago at={heldAt} />,
  },
];
