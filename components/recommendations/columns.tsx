import { CircleSlash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Column } from '@/components/ui/data-table';
import { Money, shortAmount } from '@/components/ui/money';
import { State } from '@/components/ui/state';
import { Ago } from '@/components/ui/time';
import type { RecommendationView } from '@/lib/recommendations/schema';
import { actionWords, lookOf } from './states';
import { waitWords } from './words';

/** `currency` is what all rows are in, or null: then each amount says its own. */
export function recommendationColumns(
  currency: string | null,
  figure: MoneyFigure = 'saving',
): Column<RecommendationView>[] {
  const { header, perMonth } = FIGURES[figure];
  return [
    {
      id: 'saving',
      header: currency ? `${header}, ${currency}${perMonth}` : `${header} ${perMonth}`.trim(),
      width: '9rem',
      align: 'right',
      sort: 'desc',
      narrow: 'money',
      cell: (row) => FIGURES[figure].cell(row, currency === null),
    },
    { id: 'action', header: 'Action', width: '7.5rem', sort: 'asc', cell: (row) => actionWords(row.action) },
    {
      id: 'resource',
      header: 'Resource',
      sort: 'asc',
      narrow: 'what',
      isLink: true,
      cell: (row) => (
        <span title={`${row.provider} ${row.account} ${row.region} ${row.nativeId}`}>
          <span className="hidden @max-xl:inline">{actionWords(row.action)} </span>
          {row.resourceName ?? row.nativeId}
        </span>
      ),
    },
    {
      id: 'owner',
      header: 'Owner',
      width: '9rem',
      sort: 'asc',
      from: 'mid',
      cell: (row) => row.owner ?? <span className="text-faint">unowned</span>,
    },
    {
      id: 'state',
      header: 'State',
      width: '11.75rem',
      sort: 'asc',
      narrow: 'state',
      cell: (row) => <RowState row={row} />,
    },
    {
      id: 'ticket',
      header: 'Ticket',
      width: '7rem',
      sort: 'asc',
      from: 'mid',
      cell: (row) => <TicketKey row={row} />,
    },
    {
      id: 'rule',
      header: 'Rule',
      width: '13rem',
      sort: 'asc',
      from: 'wide',
      cell: (row) => <span title={row.rule}>{row.setTitle}</span>,
    },
    {
      id: 'found',
      header: 'Found',
      width: '7rem',
      align: 'right',
      sort: 'desc',
      from: 'mid',
      narrow: 'age',
      cell: (row) => <Ago at={row.firstFoundAt} />,
    },
  ];
}

/** What the money column says: of the rows that a figure of Overview is the sum of, that figure. */
export type MoneyFigure = 'saving' | 'waiting' | 'atStake';

const FIGURES: Record<
  MoneyFigure,
  { header: string; perMonth: string; cell(row: RecommendationView, isCurrencyShown: boolean): ReactNode }
> = {
  saving: {
    header: 'Saving',
    perMonth: '/mo',
    cell: (row, isCurrencyShown) => <Saving row={row} isCurrencyShown={isCurrencyShown} />,
  },
  waiting: {
    header: 'Cost of waiting',
    perMonth: '',
    cell: ({ costOfWaiting, currency }, isCurrencyShown) => (
      <Money amount={costOfWaiting} currency={isCurrencyShown ? currency : null} />
    ),
  },
  atStake: {
    header: 'At stake',
    perMonth: '/mo',
    cell: ({ atStake, currency }, isCurrencyShown) => (
      <Money amount={atStake} currency={isCurrencyShown ? currency : null} />
    ),
  },
};

function Saving({ row, isCurrencyShown }: { row: RecommendationView; isCurrencyShown: boolean }) {
  const { realised, savings, countedSavings, currency, atStake } = row;
  if (realised) {
    return <Money isVerified amount={realised.cash} currency={isCurrencyShown ? realised.currency : null} />;
  }
  const unknown = atStake
    ? `no saving is counted; ${shortAmount(atStake)} ${currency ?? ''} a month at stake`
    : row.domain === 'quality'
      ? 'it is about data: no saving is counted'
      : 'not known';
  const isWhole = savings === null || countedSavings === null || Number(countedSavings) === Number(savings);
  return (
    <>
      <Money
        amount={countedSavings ?? savings}
        currency={isCurrencyShown ? currency : null}
        unknown={unknown}
      />
      {isWhole ? null : (
        <span
          className="text-faint"
          title="One resource saves no more than it costs: see the recommendation."
        >
          {' '}
          of {shortAmount(savings)}
        </span>
      )}
    </>
  );
}

function RowState({ row }: { row: RecommendationView }) {
  return (
    <span className="inline-flex max-w-full items-center gap-1.5 align-top">
      <State look={lookOf(row)} title={row.needsPerson ?? undefined} />
      {row.isCovered ? null : (
        <span title={row.notCoveredReason ?? 'not covered by the last generation'} className="text-warn">
          <CircleSlash2 role="img" aria-label="not covered" className="size-3.5" />
        </span>
      )}
    </span>
  );
}

function TicketKey({ row }: { row: RecommendationView }) {
  if (row.ticketKey === null) {
    return (
      <span
        className="text-faint"
        title={row.waitReason ? `No ticket: ${waitWords(row.waitReason)}` : undefined}
      >
        none
      </span>
    );
  }
  return (
    <span className="font-mono text-meta" title={row.ticketStatus ?? undefined}>
      {row.ticketKey}
    </span>
  );
}
