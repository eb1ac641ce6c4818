import Link from 'next/link';
import type { ReactNode } from 'react';
import { Money } from '@/components/ui/money';
import { Section } from '@/components/ui/section';
import { Day } from '@/components/ui/time';
import type { Overview } from '@/lib/recommendations/schema';

type Amount = { currency: string; amount: string; count?: number };

/** The money at a glance. Each figure opens the rows that it is the sum of. */
export function MoneyFigures({ overview }: { overview: Overview }) {
  const { savings, monthCost, costDays, costOfWaiting, realisationRate } = overview;
  const pending = savings.verified.reduce((sum, figure) => sum + figure.pending, 0);
  return (
    <Section title="Money" aside="Monthly, unless noted">
      <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-base border bg-line lg:grid-cols-4">
        <Figure
          label="Cost of 30 days"
          amounts={monthCost}
          href="/costs"
          note={<CostBasis days={costDays} />}
        />
        <Figure
          label="Open"
          amounts={savings.open}
          href="/recommendations?status=open"
          note={countOf(savings.open)}
        />
        <Figure
          label="In progress"
          amounts={savings.inProgress}
          href="/recommendations?status=in_progress"
          note={countOf(savings.inProgress)}
        />
        <Figure
          label="Closed, unverified"
          amounts={savings.closedUnverified}
          href="/recommendations?status=closed"
          note={countOf(savings.closedUnverified)}
        />
        <Figure
          label="Verified"
          amounts={savings.verified}
          href="/recommendations?status=verified"
          isVerified
          note={`${countOf(savings.verified)}${pending > 0 ? `, ${pending} not measured yet` : ''}`}
        />
        <Rate rates={realisationRate} />
        <Figure
          label="Cost of waiting so far"
          amounts={costOfWaiting}
          href="/recommendations?status=all&isWaiting=true&sort=found"
          note="since each was first found, in all"
        />
        <Figure
          label="At stake, not counted"
          amounts={savings.atStake}
          href="/recommendations?status=all&isAtStake=true"
          note={countOf(savings.atStake)}
        />
      </dl>
    </Section>
  );
}

function countOf(amounts: { count: number }[]): string {
  const count = amounts.reduce((sum, figure) => sum + figure.count, 0);
  return count === 1 ? '1 recommendation' : `${count.toLocaleString('en-US')} recommendations`;
}

/** What the cost is counted by, and the days; of several sources those of each. */
function CostBasis({ days }: { days: Overview['costDays'] }) {
  const spans = [...new Map(days.map((each) => [`${each.from} ${each.through}`, each])).values()];
  const [first] = spans;
  if (!first) return 'effective cost by charge period';
  const last = new Date(Date.parse(first.through) - 1).toISOString();
  return (
    <span
      title={days
        .map(
          ({ source, from, through }) =>
            `${source}: ${from.slice(0, 10)} to ${through.slice(0, 10)}, not included`,
        )
        .join('\n')}
    >
      effective cost by charge period,{' '}
      {spans.length === 1 ? (
        <>
          <Day at={first.from} /> to <Day at={last} withYear />
        </>
      ) : (
        'the last settled days of each source'
      )}
    </span>
  );
}

type FigureProps = { label: string; amounts: Amount[]; href: string; note?: ReactNode; isVerified?: boolean };

function Figure({ label, amounts, href, note, isVerified = false }: FigureProps) {
  const [first, ...others] = amounts;
  return (
    <Cell label={label} href={href} note={note}>
      <Money
        amount={first?.amount ?? '0'}
        currency={first?.currency}
        isVerified={isVerified && first !== undefined}
      />
      {others.map(({ currency, amount }) => (
        <span key={currency} className="block text-form">
          <Money amount={amount} currency={currency} isVerified={isVerified} />
        </span>
      ))}
    </Cell>
  );
}

function Rate({ rates }: { rates: Overview['realisationRate'] }) {
  const [first] = rates;
  return (
    <Cell
      label="Realisation rate"
      href="/recommendations?status=verified"
      note="verified on the bill, of what was claimed"
    >
      {first ? `${Math.round(first.rate * 100)}%` : <span title="nothing is measured yet">–</span>}
    </Cell>
  );
}

type CellProps = { label: string; href: string; note?: ReactNode; children: ReactNode };

function Cell({ label, href, note, children }: CellProps) {
  return (
    <div className="relative min-w-0 bg-surface p-4 hover:bg-hover max-sm:p-3">
      <dt className="text-muted">
        <Link href={href} className="after:absolute after:inset-0">
          {label}
        </Link>
      </dt>
      <dd className="mt-1 break-words text-figure tabular-nums max-sm:text-title">{children}</dd>
      {note ? <dd className="mt-1 text-meta text-faint">{note}</dd> : null}
    </div>
  );
}
