import type { Column } from '@/components/ui/data-table';
import { Moment } from '@/components/ui/moment';
import { Unknown } from '@/components/ui/money';
import type { AuditView } from '@/lib/people/audit.schema';
import { ActorName } from './actor';
import { Subject } from './subject';
import { actionWords } from './words';

export const AUDIT_COLUMNS: Column<AuditView>[] = [
  {
    id: 'at',
    header: 'When',
    width: '11.5rem',
    sort: 'desc',
    narrow: 'age',
    cell: ({ at }) => <Moment at={at} />,
  },
  { id: 'actor', header: 'Who', narrow: 'state', cell: (event) => <ActorName event={event} /> },
  {
    id: 'action',
    header: 'What',
    narrow: 'what',
    isLink: true,
    cell: ({ action }) => actionWords(action),
  },
  { id: 'subject', header: 'To what', from: 'mid', cell: (event) => <Subject event={event} /> },
  {
    id: 'address',
    header: 'From where',
    width: '9.5rem',
    from: 'wide',
    cell: ({ address, actorKind }) =>
      address ? (
        <span className="font-mono text-meta">{address}</span>
      ) : (
        <Unknown
          reason={actorKind === 'system' ? 'it was done here, not by a call' : 'the address is not known'}
        />
      ),
  },
];
