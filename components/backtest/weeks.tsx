import { Moment } from '@/components/ui/moment';
import { ScrollBox } from '@/components/ui/scroll-box';
import { Section } from '@/components/ui/section';
import type { BacktestSummary } from '@/lib/recommendations/backtest/schema';

/** Which readings were judged, and honestly which were not there. */
export function Weeks({ summary: { weeks, missing } }: { summary: BacktestSummary }) {
  return (
    <Section title="Readings judged" aside={`${weeks.length} of ${weeks.length + missing.length}`}>
      <ScrollBox label="Readings judged">
        <table className="w-full min-w-[560px] rounded-base border bg-surface text-left">
          <thead className="text-meta text-faint">
            <tr>
              {['Week', 'Judged as of', 'Resources', 'Tickets opened', 'Tickets closed'].map((title) => (
                <th key={title} scope="col" className="px-3 py-1 font-normal">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y tabular-nums">
            {weeks.map(({ week, at, resources, draft, published }) => (
              <tr key={at}>
                <th scope="row" className="px-3 py-1 font-semibold">
                  {week ?? 'Not judged by a generation yet'}
                </th>
                <td className="px-3 py-1 text-muted">
                  <Moment at={at} />
                </td>
                <td className="px-3 py-1">{resources.toLocaleString('en-US')}</td>
                <td className="px-3 py-1">
                  {draft.opens} <span className="text-faint">published {published.opens}</span>
                </td>
                <td className="px-3 py-1">
                  {draft.closes} <span className="text-faint">published {published.closes}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
      {missing.length > 0 ? (
        <p className="mt-2 text-warn">
          Not replayed: {missing.map(({ week }) => week).join(', ')}. {missing[0]?.why}
        </p>
      ) : null}
    </Section>
  );
}
