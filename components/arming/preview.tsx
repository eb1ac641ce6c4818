import { Money } from '@/components/ui/money';
import type { ArmingPreview } from '@/lib/recommendations/arming-preview.schema';
import { HELD_WORDS } from './states';

type Part = Pick<ArmingPreview, 'tickets' | 'savings'>;

/** What the next distribution opens, or would open if the set were live: by board, by owner, and what waits and why. */
export function Preview({ preview }: { preview: ArmingPreview }) {
  const { tickets, savings, boards, owners, held, unowned, state } = preview;
  const verb = state === 'live' ? 'opens' : 'would open';
  return (
    <div role="status" aria-label={`What would be opened on ${preview.connection}`}>
      <p>
        {tickets === 0 ? (
          `The next distribution ${verb} no ticket.`
        ) : (
          <>
            The next distribution {verb} <strong>{count(tickets, 'ticket')}</strong>
            {savings.length > 0 ? ', saving ' : ''}
            <Savings savings={savings} />
            {unowned > 0 ? `; ${unowned} of them ${unowned === 1 ? 'has' : 'have'} no owner` : ''}.
          </>
        )}
      </p>
      <Parts title="By board" parts={boards.map((part) => ({ ...part, label: part.projectKey }))} />
      <Parts title="By owner" parts={owners.map((part) => ({ ...part, label: part.owner ?? 'Nobody' }))} />
      <Parts title="Held back" parts={held.map((part) => ({ ...part, label: HELD_WORDS[part.reason] }))} />
    </div>
  );
}

const count = (number: number, word: string) =>
  `${number.toLocaleString('en-US')} ${word}${number === 1 ? '' : 's'}`;

function Savings({ savings }: Pick<Part, 'savings'>) {
  return savings.map(({ currency, amount }, index) => (
    <span key={currency}>
      {index > 0 ? ' and ' : ''}
      <Money amount={amount} currency={currency} /> a month
    </span>
  ));
}

function Parts({ title, parts }: { title: string; parts: (Part & { label: string })[] }) {
  if (parts.length === 0) return null;
  return (
    <section aria-label={title} className="mt-2">
      <h3 className="mb-1 text-meta text-faint">{title}</h3>
      <ul className="divide-y rounded-base border bg-surface">
        {parts.map(({ label, tickets, savings }) => (
          <li key={label} className="flex items-baseline gap-3 px-3 py-1">
            <span className="min-w-0 flex-1 break-words">{label}</span>
            <span className="shrink-0 text-muted tabular-nums">{count(tickets, 'ticket')}</span>
            <span className="w-32 shrink-0 text-right">
              {savings.length > 0 ? (
                savings.map(({ currency, amount }) => (
                  <span key={currency} className="block">
                    <Money amount={amount} currency={currency} />
                  </span>
                ))
              ) : (
                <Money amount={null} unknown="no saving is counted" />
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
