import type { Column } from '@/components/ui/data-table';
import type { AccountOwnerRow, RouteRow } from '@/lib/tickets/schema';

export const ROUTE_COLUMNS: Column<RouteRow>[] = [
  {
    id: 'owner',
    header: 'Owner',
    sort: 'asc',
    narrow: 'what',
    isLink: true,
    cell: ({ owner }) => owner ?? <em className="not-italic font-semibold">Everybody else</em>,
  },
  {
    id: 'project',
    header: 'Project',
    width: '7rem',
    sort: 'asc',
    narrow: 'money',
    cell: ({ projectKey }) => <span className="font-mono">{projectKey}</span>,
  },
  {
    id: 'connection',
    header: 'Connection',
    width: '13rem',
    sort: 'asc',
    narrow: 'state',
    cell: ({ connectionName, connectionEnabled }) => (
      <span className={connectionEnabled ? undefined : 'text-faint'}>
        {connectionName}
        {connectionEnabled ? null : ', switched off'}
      </span>
    ),
  },
  {
    id: 'issueType',
    header: 'Issue type',
    width: '7rem',
    from: 'mid',
    cell: ({ issueType }) => issueType,
  },
  {
    id: 'assignee',
    header: 'Assignee',
    width: '12rem',
    from: 'wide',
    cell: ({ assignee }) => assignee ?? <span className="text-faint">nobody</span>,
  },
  {
    id: 'cap',
    header: 'Tickets a week',
    width: '8rem',
    align: 'right',
    sort: 'desc',
    narrow: 'age',
    cell: ({ weeklyCap }) => <span className="tabular-nums">{weeklyCap.toLocaleString('en-US')}</span>,
  },
];

export const ACCOUNT_OWNER_COLUMNS: Column<AccountOwnerRow>[] = [
  {
    id: 'account',
    header: 'Account',
    sort: 'asc',
    narrow: 'what',
    isLink: true,
    cell: ({ account }) => <span className="font-mono">{account}</span>,
  },
  {
    id: 'provider',
    header: 'Provider',
    width: '12rem',
    narrow: 'state',
    cell: ({ provider }) => provider,
  },
  {
    id: 'owner',
    header: 'Owner',
    width: '16rem',
    sort: 'asc',
    narrow: 'money',
    cell: ({ owner }) => owner,
  },
];
