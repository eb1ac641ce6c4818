import { exactAmount } from '@/components/ui/money';
import type { ImportView } from '@/lib/sources/views.schema';
import { countOf } from './states';

/** What an import says of its file as a whole: the money of refused rows, and what the file lacks. */
export function ImportNotes({ one }: { one: Pick<ImportView, 'refusedMoney' | 'refusedUnread' | 'notes'> }) {
  const { refusedMoney, refusedUnread, notes } = one;
  return (
    <>
      {refusedMoney.length > 0 || refusedUnread > 0 ? (
        <p className="text-warn tabular-nums">
          {refusedMoney.length > 0
            ? `Refused rows carry ${refusedMoney.map(({ currency, effectiveCost }) => `${exactAmount(effectiveCost)} ${currency}`).join(', ')} of EffectiveCost.`
            : null}
          {refusedUnread > 0 ? ` ${countOf(refusedUnread, 'refused row')} without a readable amount.` : null}
        </p>
      ) : null}
      {notes.map((note) => (
        <p key={note} className="text-muted">
          {note}
        </p>
      ))}
    </>
  );
}
