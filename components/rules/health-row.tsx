import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Bars } from '@/components/ui/lines';
import { Money, Unknown } from '@/components/ui/money';
import { Ago } from '@/components/ui/time';
import type { RuleHealth } from '@/lib/recommendations/health/schema';
import { figuresWords, MARK_WORDS, percentWords } from './health-words';

/** A rule's name over its figures; its versions below, where there were several. */
export function HealthRow({ health }: { health: RuleHealth }) {
  const { rule, recommends, isCurrent, marks, versions } = health;
  const notes = [
    recommends ? null : 'recommends nothing',
    isCurrent ? null : 'not in the published text any more',
  ].filter((note) => note !== null);
  return (
    <tbody>
      <tr>
        <th scope="rowgroup" colSpan={5} className="pt-3 text-left font-normal">
          <span className="flex flex-wrap items-center gap-x-3">
            <span className="break-all font-mono font-semibold">{rule}</span>
            {marks.map((mark) => (
              <span key={mark} className="inline-flex items-center gap-1 text-warn">
                <CircleAlert aria-hidden className="size-3.5 shrink-0" />
                {MARK_WORDS[mark]}
              </span>
            ))}
            {notes.length > 0 ? <span className="text-faint">{notes.join(', ')}</span> : null}
          </span>
        </th>
      </tr>
      <Figures health={health} isLast={versions.length < 2} />
      {versions.length > 1 ? (
        <tr>
          <td colSpan={5} className="border-b pb-3">
            <details>
              <summary className="text-muted">{versions.length} versions</summary>
              <ul className="mt-1 text-meta text-muted">
                {versions.map((each) => (
                  <li key={each.version}>
                    Version {each.version}: {figuresWords(each)}, last match <Ago at={each.lastMatchAt} />
                  </li>
                ))}
              </ul>
            </details>
          </td>
        </tr>
      ) : null}
    </tbody>
  );
}

function Figures({ health, isLast }: { health: RuleHealth; isLast: boolean }) {
  const { series, unknownShare, lastMatchAt } = health;
  const counts = series.map(({ matched }) => matched);
  return (
    <tr className={isLast ? '[&>td]:border-b [&>td]:pb-3' : undefined}>
      <Cell>
        <span className="flex items-center gap-2" title={figuresWords(health)}>
          <span className="tabular-nums">{health.matched.toLocaleString('en-US')}</span>
          {series.length > 1 ? (
            <Bars
              label={`Matches, generation by generation: ${counts.join(', ')}`}
              counts={counts}
              className="w-18"
            />
          ) : null}
        </span>
        {health.errors > 0 ? <Aside>{health.errors.toLocaleString('en-US')} errors</Aside> : null}
        {health.heldBack > 0 ? <Aside>{health.heldBack.toLocaleString('en-US')} exempt</Aside> : null}
      </Cell>
      <Cell>
        {unknownShare === null ? <Unknown reason="nothing was judged by it" /> : percentWords(unknownShare)}
      </Cell>
      <Cell>
        <Dismissed health={health} />
      </Cell>
      <Cell>
        <Saved health={health} />
      </Cell>
      <Cell>
        <Ago at={lastMatchAt} />
      </Cell>
    </tr>
  );
}

function Cell({ children }: { children: ReactNode }) {
  return <td className="px-2 py-1 align-top tabular-nums first:pl-0">{children}</td>;
}

function Aside({ children }: { children: ReactNode }) {
  return <span className="block text-meta text-faint">{children}</span>;
}

/** The share of what was decided, and the reason most often given. */
function Dismissed({ health: { dismissedShare, dismissed, decided, reasons } }: { health: RuleHealth }) {
  if (dismissedShare === null) return <Unknown reason="nothing it found was decided yet" />;
  const [top] = reasons;
  return (
    <>
      <span title={`${dismissed} of ${decided} that were decided`}>
        {percentWords(dismissedShare)} <span className="text-faint">of {decided}</span>
      </span>
      {top ? (
        <span
          title={reasons.map(({ reason, count }) => `${reason} (${count})`).join('\n')}
          className="block max-w-40 truncate text-meta text-faint"
        >
          {top.reason} ({top.count})
        </span>
      ) : null}
    </>
  );
}

function Saved({ health: { verified } }: { health: RuleHealth }) {
  if (verified.length === 0) return <Unknown reason="nothing of it is verified and measured yet" />;
  return verified.map(({ currency, amount, count }) => (
    <span key={currency} className="block" title={`${count} verified`}>
      <Money amount={amount} currency={currency} isVerified />
    </span>
  ));
}
