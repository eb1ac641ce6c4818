import type { Column } from '@/components/ui/data-table';
import { State } from '@/components/ui/state';
import type { ArmingCell, ArmingRow } from '@/lib/rules/arming.schema';
import { ARMING_LOOKS } from './states';

/** As many connections as there is room for; all of them stand in the panel. */
const SHOWN = 4;

/** A rule set, then what it does on each connection. */
export function armingColumns(items: ArmingRow[]): Column<ArmingRow>[] {
  const places = items[0]?.cells.slice(0, SHOWN) ?? [];
  return [
    {
      id: 'title',
      header: 'Rule set',
      sort: 'asc',
      narrow: 'what',
      isLink: true,
      cell: ({ title, enabled }) => (enabled ? title : `${title} (off)`),
    },
    ...places.map(columnOf),
    {
      id: 'live',
      header: 'Live on',
      width: '9rem',
      align: 'right',
      narrow: 'state',
      cell: ({ cells }) => liveWords(cells),
    },
  ];
}

function columnOf({ connectionId, connection }: ArmingCell): Column<ArmingRow> {
  return {
    id: connectionId,
    header: connection,
    width: '11rem',
    from: 'mid',
    cell: ({ cells }) => {
      const cell = cells.find((one) => one.connectionId === connectionId);
      return cell ? <State look={ARMING_LOOKS[cell.state]} title={decidedWords(cell)} /> : null;
    },
  };
}

function liveWords(cells: ArmingCell[]): string {
  const live = cells.filter(({ state }) => state === 'live');
  if (cells.length === 0) return 'no connection';
  return `${live.length} of ${cells.length}`;
}

/** Who decided; a place where nobody did is live on a sandbox and in shadow anywhere else. */
export function decidedWords({ isDefault, decidedBy }: ArmingCell): string {
  return isDefault ? 'as it starts; nobody has decided' : `decided by ${decidedBy}`;
}
