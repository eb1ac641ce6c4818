'use client';

import {
  Bar,
  BarChart,
  CartesianGrid,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { axisAmount, exactAmount } from '@/components/ui/money';
import type { RecommendationDetail } from '@/lib/recommendations/schema';

const AXIS = { fontSize: 12, fill: 'var(--faint)' };

type CostChartProps = { costs: RecommendationDetail['costs']; onDay: (day: string) => void };

/** Cost by day, cash and committed apart, with what the ticket did on top. A click on a day opens its rows. */
export function CostChart({ costs, onDay }: CostChartProps) {
  const days = costs.days.map(({ day, cash, committed }) => ({
    day: day.slice(0, 10),
    cash: Number(cash),
    committed: Number(committed),
  }));
  const marks = costs.marks.map(({ at, label }, index) => ({
    id: `${at}:${label}`,
    day: at.slice(0, 10),
    label,
    number: String(index + 1),
  }));
  return (
    <figure>
      <div aria-hidden className="h-40 w-full">
        <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 480, height: 160 }}>
          <BarChart
            accessibilityLayer={false}
            data={days}
            margin={{ top: 16, right: 32, bottom: 0, left: 0 }}
            barCategoryGap={1}
            className="cursor-pointer"
            onClick={({ activeLabel }) => {
              if (typeof activeLabel === 'string') onDay(activeLabel);
            }}
          >
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis
              dataKey="day"
              tick={AXIS}
              tickLine={false}
              axisLine={false}
              minTickGap={48}
              tickFormatter={shortDay}
            />
            <YAxis
              tick={AXIS}
              tickLine={false}
              axisLine={false}
              width={48}
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
            <Bar dataKey="cash" name="Cash" stackId="cost" fill="var(--faint)" isAnimationActive={false} />
            <Bar
              dataKey="committed"
              name="Committed"
              stackId="cost"
              fill="var(--line-strong)"
              isAnimationActive={false}
            />
            {marks.map(({ id, day, number }) => (
              <ReferenceLine
                key={id}
                x={day}
                stroke="var(--accent)"
                label={{ value: number, position: 'top', fontSize: 12, fill: 'var(--accent)' }}
              />
            ))}
          </BarChart>
        </ResponsiveContainer>
      </div>
      <figcaption className="mt-1 text-meta text-muted">
        <span className="sr-only">
          {days.length} days, from {days[0]?.day} to {days.at(-1)?.day}.
        </span>
        {marks.length > 0 ? (
          <ol className="flex flex-wrap gap-x-4">
            {marks.map(({ id, day, label, number }) => (
              <li key={id}>
                <span className="text-accent tabular-nums">{number}</span> {label}, {shortDay(day)}
              </li>
            ))}
          </ol>
        ) : null}
      </figcaption>
    </figure>
  );
}

function shortDay(day: string): string {
  return new Date(`${day}T00:00:00Z`).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });
}
