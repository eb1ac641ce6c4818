import { ColumnValue } from '@/components/changes/column-value';
import type { Column } from '@/components/ui/data-table';
import { State } from '@/components/ui/state';
import { Ago } from '@/components/ui/time';
import type { DriftField } from '@/lib/catalog/schema';
import type { DriftRow } from './queries';
import { FIELD_LOOKS, IGNORED_LOOK, RECORD_LOOKS } from './states';

/** `hasMany`: the list is of several syncs, so each row says its own. */
export const driftColumns = (hasMany: boolean): Column<DriftRow>[] => [
  {
    id: 'key',
    header: 'Record',
    width: hasMany ? '14rem' : '8rem',
    sort: 'asc',
    narrow: 'what',
    isLink: true,
    cell: ({ key, definitionTitle, fields }) => (
      <span title={`${definitionTitle} ${key}`}>
        {hasMany ? `${definitionTitle} ` : ''}
        <span className="font-mono text-meta">{key}</span>
        <span className="hidden font-normal text-muted @max-xl:inline"> {namesOf(fields)}</span>
      </span>
    ),
  },
  {
    id: 'field',
    header: 'Field',
    width: '9rem',
    cell: ({ fields }) => <span title={namesOf(fields)}>{namesOf(fields)}</span>,
  },
  { id: 'library', header: 'Library', from: 'mid', cell: (row) => <Side row={row} side="library" /> },
  { id: 'expected', header: 'CMS', from: 'mid', cell: (row) => <Side row={row} side="expected" /> },
  { id: 'agreed', header: 'Agreed', from: 'wide', cell: (row) => <Side row={row} side="agreed" /> },
  {
    id: 'state',
    header: 'State',
    width: '10rem',
    sort: 'asc',
    narrow: 'state',
    cell: ({ state, isIgnored }) => <State look={isIgnored ? IGNORED_LOOK : RECORD_LOOKS[state]} />,
  },
  {
    id: 'since',
    header: 'Age',
    width: '7.5rem',
    align: 'right',
    sort: 'asc',
    narrow: 'age',
    cell: ({ since }) => <Ago at={since} />,
  },
];

/** The fields that make the record drift; those that agree are in its panel. */
const driftedOf = (fields: DriftField[]) => fields.filter(({ state }) => state !== 'agree');

function namesOf(fields: DriftField[]): string {
  const names = driftedOf(fields).map(({ field }) => field);
  return names.length > 0 ? names.join(', ') : 'whole record';
}

type SideProps = { row: DriftRow; side: 'library' | 'expected' | 'agreed' };

/** The worst field's value; how many more there are is told by their names beside it. */
function Side({ row: { fields }, side }: SideProps) {
  const [first] = driftedOf(fields);
  if (first === undefined) return <span className="text-faint">–</span>;
  return (
    <span title={`${first.field}: ${FIELD_LOOKS[first.state].word}`}>
      <ColumnValue value={first[side]} />
    </span>
  );
}
