import { CircleAlert } from 'lucide-react';
import type { Column } from '@/components/ui/data-table';
import { Money, Unknown } from '@/components/ui/money';
import { State } from '@/components/ui/state';
import { Ago } from '@/components/ui/time';
import type { RuleSetView } from '@/lib/recommendations/rule-sets.schema';
import { markedWords } from './health-words';
import { modeOf } from './states';

/** `currency` is what all rows are in, or null: then each amount says its own. */
export const ruleSetColumns = (currency: string | null): Column<RuleSetView>[] => [
  {
    id: 'title',
    header: 'Set',
    sort: 'asc',
    narrow: 'what',
    isLink: true,
    cell: (set) => <span title={set.slug}>{set.title}</span>,
  },
  { id: 'notes', header: 'Notes', width: '12rem', from: 'wide', cell: (set) => <Notes set={set} /> },
  {
    id: 'mode',
    header: 'Mode',
    width: '8rem',
    narrow: 'state',
    cell: (set) => {
      const { look, told } = modeOf(set);
      return <State look={look} title={told} />;
    },
  },
  {
    id: 'openSaving',
    header: currency ? `Open, ${currency}/mo` : 'Open /mo',
    width: '8.5rem',
    align: 'right',
    sort: 'desc',
    narrow: 'money',
    cell: (set) => <OpenSavings set={set} isCurrencyShown={currency === null} />,
  },
  {
    id: 'dismissedShare',
    header: 'Dismissed %',
    width: '7rem',
    align: 'right',
    sort: 'desc',
    from: 'mid',
    cell: ({ dismissedShare, dismissed, found }) =>
      dismissedShare === null ? (
        <Unknown reason="nothing was found yet" />
      ) : (
        <Share share={dismissedShare} told={`${dismissed} of ${found} findings were dismissed`} />
      ),
  },
  {
    id: 'unknownShare',
    header: 'Unknown %',
    width: '7rem',
    align: 'right',
    sort: 'desc',
    from: 'mid',
    cell: (set) => <UnknownShare set={set} />,
  },
  {
    id: 'lastMatch',
    header: 'Last match',
    width: '7.5rem',
    align: 'right',
    sort: 'desc',
    narrow: 'age',
    cell: (set) => <Ago at={set.lastMatchAt} />,
  },
];

function OpenSavings({ set, isCurrencyShown }: { set: RuleSetView; isCurrencyShown: boolean }) {
  const { openSavings } = set;
  if (openSavings.length === 0) return <Unknown reason="no saving of it is open" />;
  return openSavings.map((saving, index) => (
    <span key={saving.currency}>
      {index > 0 ? ', ' : null}
      <Money amount={saving.amount} currency={isCurrencyShown ? saving.currency : null} />
    </span>
  ));
}

function Share({ share, told }: { share: number; told: string }) {
  return (
    <span title={told} className="tabular-nums">
      {(share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0)}
    </span>
  );
}

/** Loud where a rule can never fire on the data at hand. */
function UnknownShare({ set }: { set: RuleSetView }) {
  const { unknownShare, unknown, neverFires } = set;
  if (unknownShare === null) return <Unknown reason="the last generation did not judge by it" />;
  if (neverFires.length === 0) {
    return <Share share={unknownShare} told={`${unknown} times it could not be told`} />;
  }
  return (
    <span title={neverFires.join('\n')} className="inline-flex items-center gap-1 align-top text-warn">
      <CircleAlert
        role="img"
        aria-label={`cannot fire: ${neverFires.join('; ')}`}
        className="size-3.5 shrink-0"
      />
      <Share share={unknownShare} told={neverFires.join('\n')} />
    </span>
  );
}

/** What a person should know of a set beside its figures. */
function Notes({ set }: { set: RuleSetView }) {
  const { marked } = set;
  const notes = [
    marked.length > 0 ? `${marked.length} ${marked.length === 1 ? 'rule stands' : 'rules stand'} out` : null,
    set.hasNewerShipped ? 'newer text shipped' : set.isChangedHere ? 'changed here' : null,
    set.origin === 'operator' ? 'made here' : null,
    set.drafts > 0 ? `${set.drafts} ${set.drafts === 1 ? 'draft' : 'drafts'}` : null,
  ].filter((note) => note !== null);
  return (
    <span
      title={[...notes, markedWords(marked)].join('\n')}
      className={set.hasNewerShipped || marked.length > 0 ? 'text-warn' : 'text-muted'}
    >
      {notes.join(', ')}
    </span>
  );
}
