import type { Column } from '@/components/ui/data-table';
import { Unknown } from '@/components/ui/money';
import { State } from '@/components/ui/state';
import { Ago } from '@/components/ui/time';
import { ROLE_WORDS } from '@/components/users/roles';
import type { TokenView } from '@/lib/people/tokens.schema';
import { Expires } from './expires';
import { TOKEN_LOOKS } from './states';

export const TOKEN_COLUMNS: Column<TokenView>[] = [
  { id: 'name', header: 'Token', sort: 'asc', narrow: 'what', isLink: true, cell: ({ name }) => name },
  {
    id: 'state',
    header: 'State',
    width: '7rem',
    narrow: 'state',
    cell: ({ state }) => <State look={TOKEN_LOOKS[state]} />,
  },
  {
    id: 'role',
    header: 'Role',
    width: '8rem',
    sort: 'desc',
    narrow: 'money',
    cell: ({ role }) => ROLE_WORDS[role].name,
  },
  {
    id: 'prefix',
    header: 'Begins with',
    width: '7.5rem',
    from: 'wide',
    cell: ({ prefix }) =>
      prefix ? (
        <code className="font-mono text-meta">{prefix}…</code>
      ) : (
        <Unknown reason="it was not made here" />
      ),
  },
  {
    id: 'createdBy',
    header: 'Made by',
    from: 'mid',
    cell: ({ createdBy }) => createdBy ?? <span className="text-muted">the environment</span>,
  },
  {
    id: 'expiresAt',
    header: 'Expires',
    width: '8rem',
    sort: 'asc',
    from: 'mid',
    cell: (token) => <Expires token={token} />,
  },
  {
    id: 'lastUsedAt',
    header: 'Last used',
    width: '8rem',
    align: 'right',
    sort: 'desc',
    narrow: 'age',
    cell: ({ lastUsedAt }) => <Ago at={lastUsedAt} />,
  },
];
