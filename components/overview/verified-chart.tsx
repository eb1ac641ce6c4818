'use client';

import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { axisAmount, exactAmount } from '@/components/ui/money';
import type { Overview } from '@/lib/recommendations/schema';

const AXIS = { fontSize: 12, fill: 'var(--faint)' };

/** What the bill shows as saved, by the month it was verified in; one chart a currency. */
export function VerifiedChart({ months }: { months: Overview['verifiedByMonth'] }) {
  const currencies = [...new Set(months.map(({ currency }) => currency))];
  return currencies.map((currency) => (
    <Chart
      key={currency}
      currency={currency}
      months={months.filter((month) => month.currency === currency)}
    />
  ));
}

function Chart({ currency, months }: { currency: string; months: Overview['verifiedByMonth'] }) {
  const bars = months.map(({ month, amount }) => ({ month, amount: Number(amount) }));
  return (
    <figure className="rounded-base border bg-surface p-3">
      <figcaption className="text-meta text-faint">{currency} a month</figcaption>
      <div aria-hidden className="h-44 w-full">
        <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 800, height: 176 }}>
          <BarChart accessibilityLayer={false} data={bars} margin={{ top: 8, right: 0, bottom: 0, left: 0 }}>
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis dataKey="month" tick={AXIS} tickLine={false} axisLine={false} />
            <YAxis
              tick={AXIS}
              tickLine={false}
              axisLine={false}
              width={56}
              tickFormatter={(value) => axisAmount(value)}
            />
            <Tooltip
              cursor={{ fill: 'var(--hover)' }}
              formatter={(value) => exactAmount(String(value))}
              contentStyle={{
                background: 'var(--raised)',
                border: '1px solid var(--line)',
                borderRadius: 6,
                fontSize: 12,
              }}
            />
            <Bar
              dataKey="amount"
              name="Verified"
              fill="var(--good)"
              maxBarSize={48}
              radius={[3, 3, 0, 0]}
              isAnimationActive={false}
            />
          </BarChart>
        </ResponsiveContainer>
      </div>
      <ul className="sr-only">
        {months.map(({ month, amount }) => (
          <li key={month}>
            {month}: {exactAmount(amount)} {currency}
          </li>
        ))}
      </ul>
    </figure>
  );
}
