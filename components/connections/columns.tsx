import type { Column } from '@/components/ui/data-table';
import { State } from '@/components/ui/state';
import { Ago } from '@/components/ui/time';
import { CONNECTION_KINDS } from '@/lib/connections/kinds.schema';
import type { ConnectionView } from '@/lib/connections/schema';
import { STANDING_LOOKS } from './states';

export const CONNECTION_COLUMNS: Column<ConnectionView>[] = [
  {
    id: 'name',
    header: 'Connection',
    sort: 'asc',
    narrow: 'what',
    isLink: true,
    cell: ({ name }) => name,
  },
  {
    id: 'standing',
    header: 'State',
    width: '11rem',
    sort: 'asc',
    narrow: 'state',
    cell: ({ standing, lastReadError, lastTest }) => (
      <State
        look={STANDING_LOOKS[standing]}
        title={standing === 'failing' ? (lastReadError ?? lastTest?.detail) : undefined}
      />
    ),
  },
  {
    id: 'kind',
    header: 'Kind',
    width: '7rem',
    from: 'mid',
    cell: ({ kind, isSandbox }) => (isSandbox ? 'Sandbox' : CONNECTION_KINDS[kind].title),
  },
  { id: 'address', header: 'Address', from: 'wide', cell: ({ baseUrl }) => baseUrl },
  { id: 'account', header: 'Account', width: '13rem', from: 'wide', cell: ({ account }) => account },
  {
    id: 'lastTestedAt',
    header: 'Last test',
    width: '8rem',
    align: 'right',
    sort: 'desc',
    from: 'mid',
    cell: ({ lastTestedAt }) => <Ago at={lastTestedAt} />,
  },
  {
    id: 'lastReadAt',
    header: 'Last read',
    width: '8rem',
    align: 'right',
    sort: 'desc',
    narrow: 'age',
    cell: ({ lastReadAt }) => <Ago at={lastReadAt} />,
  },
];
