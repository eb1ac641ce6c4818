import { Money } from '@/components/ui/money';
import { ScrollBox } from '@/components/ui/scroll-box';
import { Section } from '@/components/ui/section';
import type {
  Money as Amount,
  BacktestPage,
  BacktestSide,
  BacktestSummary,
} from '@/lib/recommendations/backtest/schema';
import { counted, DEED_WORDS, percent, signed } from './states';

const ROWS = ['opens', 'closes', 'reopens', 'reroutes', 'stands'] as const;
const HELD_WORDS: Record<BacktestSide['held'][number]['reason'], string> = {
  excluded: 'another action counts in its place',
  'not covered': 'not covered',
  'no route': 'no route',
  floor: 'below the floor of a ticket',
};

/** What the draft does beside the published text, in numbers and money. */
export function Headline({ backtest, summary }: { backtest: BacktestPage; summary: BacktestSummary }) {
  const { newTickets, resources, share, draft, published } = summary;
  return (
    <Section title="What it comes to">
      <p className="mb-2 text-form">
        <strong>{counted(newTickets, 'ticket')}</strong> that the published version does not open, among{' '}
        {counted(resources, 'resource')} ({percent(share)}). <Limits backtest={backtest} summary={summary} />
      </p>
      <ScrollBox label="Figures of the draft and of the published version">
        <table className="w-full min-w-[560px] rounded-base border bg-surface text-left">
          <thead className="text-meta text-faint">
            <tr>
              {['', 'Published', 'Draft', 'Difference', 'Savings a month, draft − published'].map((title) => (
                <th key={title} scope="col" className="px-3 py-1 font-normal">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y">
            {ROWS.map((row) => (
              <tr key={row} className="align-baseline">
                <th scope="row" className="px-3 py-1 font-semibold" title={toldOf(row)}>
                  {row === 'stands' ? 'Open in the end' : DEED_WORDS[row].word}
                </th>
                <td className="px-3 py-1">{figureOf(published, row)}</td>
                <td className="px-3 py-1">{figureOf(draft, row)}</td>
                <td className="px-3 py-1 tabular-nums">
                  {signed(draft[row].tickets - published[row].tickets)} tickets
                </td>
                <td className="px-3 py-1">
                  <Difference draft={draft[row].savings} published={published[row].savings} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
      <Held draft={draft} />
    </Section>
  );
}

const toldOf = (row: (typeof ROWS)[number]) =>
  row === 'stands' ? 'Findings that are open or begun after the last reading.' : DEED_WORDS[row].told;

function figureOf(side: BacktestSide, row: (typeof ROWS)[number]): string {
  const { recommendations, tickets } = side[row];
  return `${counted(recommendations, 'finding')}, ${counted(tickets, 'ticket')}`;
}

/** Currency by currency: what is of two is never added. */
function Difference({ draft, published }: { draft: Amount[]; published: Amount[] }) {
  const currencies = [...new Set([...draft, ...published].map(({ currency }) => currency))].sort();
  if (currencies.length === 0) return <Money amount={null} unknown="no saving is counted" />;
  return currencies.map((currency) => {
    const amountIn = (amounts: Amount[]) =>
      Number(amounts.find((each) => each.currency === currency)?.amount ?? 0);
    const difference = amountIn(draft) - amountIn(published);
    return (
      <span key={currency} className="block tabular-nums">
        {difference < 0 ? '−' : difference > 0 ? '+' : ''}
        <Money amount={String(Number(Math.abs(difference).toFixed(6)))} currency={currency} />
      </span>
    );
  });
}

function Limits({ backtest: { limits }, summary }: { backtest: BacktestPage; summary: BacktestSummary }) {
  const { newTickets, share } = limits;
  if (newTickets === undefined && share === undefined) return 'The text declares no limits.';
  const isOver =
    (newTickets !== undefined && summary.newTickets > newTickets) ||
    (share !== undefined && summary.share > share);
  const parts = [
    ...(newTickets === undefined ? [] : [counted(newTickets, 'new ticket')]),
    ...(share === undefined ? [] : [percent(share)]),
  ];
  return (
    <span className={isOver ? 'text-bad' : 'text-good'}>
      {isOver ? 'Over' : 'Within'} its limits: it allows {parts.join(' and ')}.
    </span>
  );
}

function Held({ draft: { held } }: { draft: BacktestSide }) {
  if (held.length === 0) return null;
  const parts = held.map(({ reason, count }) => `${count.toLocaleString('en-US')} ${HELD_WORDS[reason]}`);
  return <p className="mt-2 text-muted">Of the draft’s findings without a ticket: {parts.join(', ')}.</p>;
}
