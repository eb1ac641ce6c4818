import Link from 'next/link';
import { exactAmount, shortAmount } from '@/components/ui/money';
import { Notice } from '@/components/ui/notice';
import { Ago, Day } from '@/components/ui/time';
import type { RecommendationDetail } from '@/lib/recommendations/schema';
import { waitWords } from './words';

/** What a reader must know before believing the figure above. */
export function RecommendationNotices({ found }: { found: RecommendationDetail }) {
  return (
    <div className="mt-3 flex flex-col gap-2 empty:hidden">
      {found.needsPerson ? <Notice look="amber" title={found.needsPerson} /> : null}
      {found.isCovered ? null : (
        <Notice look="amber" title={found.notCoveredReason ?? 'Not covered by the last generation.'}>
          It stays as it was: not closed, not counted as saved.
        </Notice>
      )}
      {found.status === 'dismissed' ? <Dismissed found={found} /> : null}
      {found.status === 'withdrawn' ? <Withdrawn found={found} /> : null}
      {found.realised ? <Realised realised={found.realised} /> : null}
      {found.clampedFrom ? (
        <Notice>
          The rule claimed {exactAmount(found.clampedFrom)} {found.currency} a month; no more is counted than
          the resource costs in cash.
        </Notice>
      ) : null}
      {found.freedCommitment ? (
        <Notice>
          Also frees {found.action === 'resize' ? 'up to ' : ''}
          {shortAmount(found.freedCommitment)} {found.currency} a month of commitment (no cash).
        </Notice>
      ) : null}
      {found.savingsUnknown.length > 0 ? (
        <Notice>The saving is not known: {found.savingsUnknown.join(', ')} is in no source.</Notice>
      ) : null}
      {found.atStake ? (
        <Notice>
          {exactAmount(found.atStake)} {found.currency} a month is at stake. None of it is counted as a
          saving.
        </Notice>
      ) : null}
      {found.ticketId === null && found.waitReason ? (
        <Notice>No ticket yet: {waitWords(found.waitReason)}</Notice>
      ) : null}
      <CountedLess found={found} />
    </div>
  );
}

function Dismissed({ found }: { found: RecommendationDetail }) {
  return (
    <Notice title={`Dismissed by ${found.dismissedBy ?? 'somebody'}`}>
      {found.dismissedReason}
      {found.dismissedUntil ? (
        <>
          {' '}
          It comes back <Ago at={found.dismissedUntil} /> if it is still found.
        </>
      ) : null}
    </Notice>
  );
}

/** By a rule that changed or an exemption; the event says which. The newest comes first. */
function Withdrawn({ found: { events } }: { found: RecommendationDetail }) {
  const withdrawal = events.find(({ event }) => event === 'withdrawn');
  return (
    <Notice title="Withdrawn, no saving is counted">
      {withdrawal?.detail} It is open again when a generation finds it again.
    </Notice>
  );
}

function Realised({ realised }: { realised: NonNullable<RecommendationDetail['realised']> }) {
  const { cash, priceEffect, usageEffect, freedCommitment, currency, possiblyMoved, measuredThrough } =
    realised;
  const parts = [
    priceEffect === null ? null : `${exactAmount(priceEffect)} by price`,
    usageEffect === null ? null : `${exactAmount(usageEffect)} by use`,
  ].filter((part) => part !== null);
  return (
    <Notice title={`${exactAmount(cash)} ${currency} a month less on the bill`}>
      {parts.length > 0 ? `Of it ${parts.join(', ')}. ` : ''}
      {Number(freedCommitment) > 0
        ? `Besides, ${exactAmount(freedCommitment)} of commitment was freed. `
        : ''}
      Measured through <Day at={measuredThrough} withYear />.
      {possiblyMoved ? ' Possibly moved: the same owner has a new resource of the same kind.' : ''}
    </Notice>
  );
}

function CountedLess({ found: { countedLess } }: { found: RecommendationDetail }) {
  if (!countedLess) return null;
  return (
    <Notice>
      {countedLess.words}{' '}
      {countedLess.by ? (
        <Link href={`/recommendations/${countedLess.by}`} className="text-accent hover:underline">
          Show that recommendation
        </Link>
      ) : null}
    </Notice>
  );
}
