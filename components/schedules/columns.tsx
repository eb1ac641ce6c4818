import { CircleCheck, CircleOff } from 'lucide-react';
import type { Column } from '@/components/ui/data-table';
import { State, type StateLook } from '@/components/ui/state';
import { Ago } from '@/components/ui/time';
import { ZonedTime } from '@/components/ui/zoned-time';
import type { ScheduleRow } from '@/lib/runs/schedule.schema';

export const ENABLED_LOOKS: Record<'on' | 'off', StateLook> = {
  on: { word: 'On', tone: 'neutral', icon: CircleCheck },
  off: { word: 'Switched off', tone: 'hollow', icon: CircleOff },
};

export const SCHEDULE_COLUMNS: Column<ScheduleRow>[] = [
  { id: 'name', header: 'Schedule', sort: 'asc', narrow: 'what', isLink: true, cell: ({ name }) => name },
  { id: 'graph', header: 'Run', width: '9rem', sort: 'asc', from: 'mid', cell: ({ graph }) => graph },
  {
    id: 'words',
    header: 'When',
    width: '16rem',
    narrow: 'state',
    cell: ({ words, timeZone }) => `${words}${timeZone === 'UTC' ? '' : `, ${timeZone}`}`,
  },
  {
    id: 'state',
    header: 'State',
    width: '8rem',
    narrow: 'money',
    cell: ({ enabled }) => <State look={ENABLED_LOOKS[enabled ? 'on' : 'off']} />,
  },
  {
    id: 'nextDueAt',
    header: 'Next (in its zone)',
    width: '13rem',
    sort: 'asc',
    narrow: 'age',
    align: 'right',
    cell: ({ nextDueAt, timeZone }) =>
      nextDueAt === null ? (
        <span className="text-faint">not due</span>
      ) : (
        <ZonedTime at={nextDueAt} timeZone={timeZone} />
      ),
  },
  {
    id: 'lastDueAt',
    header: 'Last due',
    width: '8rem',
    sort: 'desc',
    from: 'wide',
    align: 'right',
    cell: ({ lastDueAt }) => <Ago at={lastDueAt} />,
  },
];
