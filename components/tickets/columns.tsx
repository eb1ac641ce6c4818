import type { Column } from '@/components/ui/data-table';
import { Money } from '@/components/ui/money';
import { State } from '@/components/ui/state';
import { Ago } from '@/components/ui/time';
import type { EffectView } from '@/lib/effects/schema';
import type { TicketMapView } from '@/lib/recommendations/schema';
import { issueOf, subjectOf } from './effect-words';
import { deedOf, EFFECT_LOOKS, SYNC_LOOKS } from './states';

const nobody = <span className="text-faint">unowned</span>;

/** `currency` is what all rows are in, or null: then each amount says its own. */
export const ticketColumns = (currency: string | null): Column<TicketMapView>[] => [
  {
    id: 'need',
    header: 'Sync',
    width: '8.5rem',
    sort: 'asc',
    narrow: 'state',
    cell: (ticket) => <State look={SYNC_LOOKS[ticket.syncState]} />,
  },
  {
    id: 'key',
    header: 'Key',
    width: '7rem',
    sort: 'asc',
    cell: (ticket) => <span className="font-mono text-meta">{ticket.key}</span>,
  },
  {
    id: 'summary',
    header: 'Summary',
    sort: 'asc',
    narrow: 'what',
    isLink: true,
    cell: (ticket) => (
      <span title={ticket.summary}>
        <span className="hidden font-mono text-meta font-normal @max-xl:inline">{ticket.key} </span>
        {ticket.summary}
      </span>
    ),
  },
  {
    id: 'owner',
    header: 'Owner',
    width: '9rem',
    sort: 'asc',
    from: 'mid',
    cell: (ticket) => ticket.owner ?? nobody,
  },
  {
    id: 'ours',
    header: 'Ours',
    width: '7rem',
    from: 'wide',
    cell: (ticket) => String(ticket.ours.status ?? '–'),
  },
  {
    id: 'status',
    header: 'Theirs',
    width: '8rem',
    sort: 'asc',
    from: 'mid',
    cell: (ticket) => (
      <span title={ticket.resolution ? `${ticket.status}, ${ticket.resolution}` : undefined}>
        {ticket.status}
      </span>
    ),
  },
  {
    id: 'saving',
    header: currency ? `Saving, ${currency}/mo` : 'Saving /mo',
    width: '8.5rem',
    align: 'right',
    from: 'mid',
    narrow: 'money',
    cell: (ticket) => <Saving ticket={ticket} isCurrencyShown={currency === null} />,
  },
  {
    id: 'agreedAt',
    header: 'Last agreed',
    width: '8rem',
    align: 'right',
    narrow: 'age',
    cell: (ticket) => <Ago at={ticket.agreedAt} />,
  },
];

export const EFFECT_COLUMNS: Column<EffectView>[] = [
  {
    id: 'need',
    header: 'State',
    width: '9rem',
    narrow: 'state',
    sort: 'asc',
    cell: (effect) => <State look={EFFECT_LOOKS[effect.state]} />,
  },
  {
    id: 'subject',
    header: 'What',
    narrow: 'what',
    isLink: true,
    cell: (effect) => <span title={effect.key}>{subjectOf(effect)}</span>,
  },
  { id: 'kind', header: 'Deed', width: '10rem', from: 'mid', cell: (effect) => deedOf(effect.kind) },
  {
    id: 'issue',
    header: 'Issue',
    width: '7rem',
    narrow: 'money',
    cell: (effect) => <span className="font-mono text-meta">{issueOf(effect) ?? '–'}</span>,
  },
  {
    id: 'attempts',
    header: 'Attempts',
    width: '5.5rem',
    align: 'right',
    from: 'wide',
    cell: (effect) => <span className="tabular-nums">{effect.attempts}</span>,
  },
  {
    id: 'created',
    header: 'Intended',
    width: '8rem',
    align: 'right',
    narrow: 'age',
    sort: 'desc',
    cell: (effect) => <Ago at={effect.createdAt} />,
  },
];

function Saving({ ticket, isCurrencyShown }: { ticket: TicketMapView; isCurrencyShown: boolean }) {
  const { realised, saving, currency, recommendationStatus } = ticket;
  if (realised) {
    return <Money isVerified amount={realised.cash} currency={isCurrencyShown ? realised.currency : null} />;
  }
  const unknown =
    recommendationStatus === null ? 'no recommendation stands behind it' : 'no saving is counted';
  return <Money amount={saving} currency={isCurrencyShown ? currency : null} unknown={unknown} />;
}
