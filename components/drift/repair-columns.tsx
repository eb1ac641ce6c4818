import { changesWords } from '@/components/changes/words';
import type { Column } from '@/components/ui/data-table';
import { State } from '@/components/ui/state';
import { Ago } from '@/components/ui/time';
import type { RepairView } from '@/lib/catalog/schema';
import type { Started } from './queries';
import { REPAIR_LOOKS } from './states';
import { UndoRepair } from './undo-repair';

/** `onUndone`: null where who looks may not undo. */
export function repairColumns(onUndone: ((started: Started) => void) | null): Column<RepairView>[] {
  const undo: Column<RepairView> = {
    id: 'undo',
    header: <span className="sr-only">Deed</span>,
    width: '7rem',
    align: 'right',
    narrow: 'money',
    cell: ({ id, state }) =>
      onUndone && state === 'done' ? <UndoRepair id={id} onStarted={onUndone} /> : null,
  };
  return [
    {
      id: 'key',
      header: 'Record',
      width: '9rem',
      narrow: 'what',
      isLink: true,
      cell: ({ key }) => <span className="font-mono text-meta">{key}</span>,
    },
    {
      id: 'direction',
      header: 'Direction',
      width: '9rem',
      from: 'mid',
      cell: ({ direction, undoOfId }) =>
        `${direction === 'to_library' ? '→ library' : '← library'}${undoOfId ? ', undo' : ''}`,
    },
    {
      id: 'changes',
      header: 'Changes',
      cell: ({ changes, note, error }) => {
        const words = error ?? (changes.length > 0 ? changesWords(changes) : 'whole row');
        return <span title={note ? `${words}. ${note}` : words}>{words}</span>;
      },
    },
    {
      id: 'state',
      header: 'State',
      width: '8rem',
      narrow: 'state',
      cell: ({ state, error }) => <State look={REPAIR_LOOKS[state]} title={error ?? undefined} />,
    },
    { id: 'askedBy', header: 'By', width: '10rem', from: 'wide', cell: ({ askedBy }) => askedBy },
    {
      id: 'asked',
      header: 'Asked for',
      width: '7.5rem',
      align: 'right',
      sort: 'desc',
      narrow: 'age',
      cell: ({ askedAt }) => <Ago at={askedAt} />,
    },
    ...(onUndone ? [undo] : []),
  ];
}
