import Link from 'next/link';
import { Notice } from '@/components/ui/notice';
import type { SourceDetail } from '@/lib/sources/views.schema';
import { monthWords } from './change-words';

const SHOWN = 6;

/** Billing accounts and months that another source has too: the same money, counted once. */
export function SharedMonths({ source }: { source: Pick<SourceDetail, 'id' | 'shared'> }) {
  if (source.shared.length === 0) return null;
  return (
    <div className="mt-3">
      <Notice title="Also in another source">
        <ul className="flex flex-col gap-1">
          {source.shared.slice(0, SHOWN).map((shared) => (
            <li key={`${shared.provider} ${shared.month} ${shared.billingAccount}`}>
              <SharedMonth
                shared={shared}
                ownId={source.id}
                isProviderNamed={isAmbiguous(shared, source.shared)}
              />
            </li>
          ))}
        </ul>
        {source.shared.length > SHOWN ? (
          <p className="text-muted">and {source.shared.length - SHOWN} more months</p>
        ) : null}
      </Notice>
    </div>
  );
}

type Shared = SourceDetail['shared'][number];

/** Two providers may share a billing account's name. */
function isAmbiguous({ month, billingAccount }: Shared, all: Shared[]): boolean {
  return all.filter((each) => each.month === month && each.billingAccount === billingAccount).length > 1;
}

type SharedMonthProps = { shared: Shared; ownId: string; isProviderNamed: boolean };

function SharedMonth({ shared, ownId, isProviderNamed }: SharedMonthProps) {
  const { provider, billingAccount, month, sources } = shared;
  const others = sources.filter(({ id }) => id !== ownId);
  const counted = sources.find(({ isCounted }) => isCounted);
  return (
    <>
      {monthWords(month)} of {billingAccount}
      {isProviderNamed ? ` (${provider})` : ''} is also in{' '}
      {others.map((other, at) => (
        <span key={other.id}>
          {at > 0 ? ', ' : ''}
          <SourceLink source={other} />
        </span>
      ))}
      . It is counted once, from{' '}
      {counted === undefined || counted.id === ownId ? 'this source' : counted.name}.
    </>
  );
}

function SourceLink({ source: { id, name } }: { source: { id: string; name: string } }) {
  return (
    <Link href={`/sources/${id}`} className="text-accent hover:underline">
      {name}
    </Link>
  );
}
