import type { Column } from '@/components/ui/data-table';
import { State } from '@/components/ui/state';
import { Ago } from '@/components/ui/time';
import type { UserView } from '@/lib/people/users.schema';
import { ROLE_WORDS } from './roles';
import { USER_LOOKS } from './states';

export const userColumns = (viewerId: string): Column<UserView>[] => [
  {
    id: 'name',
    header: 'Name',
    sort: 'asc',
    narrow: 'what',
    isLink: true,
    cell: ({ id, name }) => (id === viewerId ? `${name} (you)` : name),
  },
  { id: 'email', header: 'E-mail', sort: 'asc', from: 'mid', cell: ({ email }) => email },
  {
    id: 'role',
    header: 'Role',
    width: '8rem',
    sort: 'desc',
    narrow: 'money',
    cell: ({ role }) => ROLE_WORDS[role].name,
  },
  {
    id: 'state',
    header: 'State',
    width: '7rem',
    narrow: 'state',
    cell: ({ state }) => <State look={USER_LOOKS[state]} />,
  },
  {
    id: 'openSessions',
    header: 'Sessions',
    width: '5.5rem',
    align: 'right',
    from: 'wide',
    cell: ({ openSessions }) => <span className="tabular-nums">{openSessions}</span>,
  },
  {
    id: 'lastSignInAt',
    header: 'Last sign-in',
    width: '8rem',
    align: 'right',
    sort: 'desc',
    narrow: 'age',
    cell: ({ lastSignInAt }) => <Ago at={lastSignInAt} />,
  },
];
