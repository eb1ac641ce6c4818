import { Money } from '@/components/ui/money';
import { ScrollBox } from '@/components/ui/scroll-box';
import { Section } from '@/components/ui/section';
import type { Place } from '@/lib/recommendations/backtest/schema';

type PlacesProps = { title: string; places: Place[]; nobody: string };

/** Tickets and their money on each board or of each owner: the draft, and the published version in grey. */
export function Places({ title, places, nobody }: PlacesProps) {
  return (
    <Section title={title}>
      {places.length === 0 ? (
        <p className="text-muted">Neither the draft nor the published version opens or closes a ticket.</p>
      ) : (
        <ScrollBox label={title}>
          <table className="w-full min-w-[640px] rounded-base border bg-surface text-left">
            <thead className="text-meta text-faint">
              <tr>
                {['', 'Opens', 'Closes', 'Reopens', 'Rerouted to here', 'Savings of the tickets opened'].map(
                  (column) => (
                    <th key={column} scope="col" className="px-3 py-1 font-normal">
                      {column}
                    </th>
                  ),
                )}
              </tr>
            </thead>
            <tbody className="divide-y align-baseline tabular-nums">
              {places.map((place) => (
                <PlaceRow key={place.name ?? ''} place={place} nobody={nobody} />
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
    </Section>
  );
}

const DEEDS = ['opens', 'closes', 'reopens', 'reroutes'] as const;

function PlaceRow({ place: { name, note, draft, published }, nobody }: { place: Place; nobody: string }) {
  const waiting =
    draft.beyondCap > 0 ? `${draft.beyondCap} of those opened wait a week or more for its cap.` : null;
  return (
    <tr>
      <th scope="row" className="px-3 py-1 font-normal">
        <span className="font-semibold">{name ?? nobody}</span>
        {[note, waiting].flatMap((told) =>
          told === null
            ? []
            : [
                <span key={told} className="block text-meta text-faint">
                  {told}
                </span>,
              ],
        )}
      </th>
      {DEEDS.map((deed) => (
        <td key={deed} className="px-3 py-1">
          {draft[deed].toLocaleString('en-US')}{' '}
          <span className="text-faint" title="By the published version">
            {published[deed].toLocaleString('en-US')}
          </span>
        </td>
      ))}
      <td className="px-3 py-1">
        <Savings savings={draft.savings} />
        <span className="text-faint">
          <Savings savings={published.savings} />
        </span>
      </td>
    </tr>
  );
}

function Savings({ savings }: { savings: Place['draft']['savings'] }) {
  return savings.map(({ currency, amount }) => (
    <span key={currency} className="block">
      <Money amount={amount} currency={currency} />
    </span>
  ));
}
