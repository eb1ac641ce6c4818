'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { Money } from '@/components/ui/money';
import { Notice } from '@/components/ui/notice';
import type { UnroutedOwner } from '@/lib/recommendations/route-preview.schema';
import { AddRoute } from './add-route';
import { unroutedQuery } from './queries';

/** Over the routes: how many owners have none of their own, and the way to them. */
export function UnroutedNotice() {
  const { data: owners = [] } = useQuery(unroutedQuery());
  if (owners.length === 0) return null;
  const findings = owners.reduce((sum, { recommendations }) => sum + recommendations, 0);
  const waits = owners.some(({ goesTo }) => goesTo === null);
  return (
    <div className="border-b bg-surface p-3">
      <Notice
        look={waits ? 'amber' : 'plain'}
        title={`${count(owners.length, 'owner')} with ${count(findings, 'open finding')} ${owners.length === 1 ? 'has' : 'have'} no route of their own`}
        actions={
          <Button asChild>
            <Link href="/settings/routing/where">See who to route next</Link>
          </Button>
        }
      >
        {waits ? 'Without a default route they wait in the unowned queue.' : 'The default route takes them.'}
      </Notice>
    </div>
  );
}

const count = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`;

/** Who to route next, the largest saving first. */
export function UnroutedOwners({ mayChange }: { mayChange: boolean }) {
  const { data: owners } = useQuery(unroutedQuery());
  if (owners === undefined) return null;
  if (owners.length === 0) {
    return <p className="text-muted">Every owner of an open finding has a route of their own.</p>;
  }
  return (
    <ul className="divide-y rounded-base border bg-surface" aria-label="Owners without a route of their own">
      {owners.map((one) => (
        <OwnerRow key={one.owner ?? ''} one={one} mayChange={mayChange} />
      ))}
    </ul>
  );
}

function OwnerRow({ one, mayChange }: { one: UnroutedOwner; mayChange: boolean }) {
  const { owner, recommendations, savings, goesTo } = one;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-3 py-1.5">
      <span className="min-w-32 flex-1">
        <span className="block break-words font-semibold">{owner ?? 'Nobody'}</span>
        <span className="text-meta text-faint">
          {goesTo === null ? 'waits in the unowned queue' : `goes to ${goesTo}`}
        </span>
      </span>
      <span className="text-muted tabular-nums">{count(recommendations, 'finding')}</span>
      <span className="flex flex-col items-end">
        {savings.map(({ currency, amount }) => (
          <span key={currency}>
            <Money amount={amount} currency={currency} /> <span className="text-faint">/mo</span>
          </span>
        ))}
      </span>
      {mayChange ? (
        <AddRoute
          owner={owner ?? ''}
          onAdded={() => undefined}
          trigger={<Button aria-label={`Route ${owner ?? 'what nobody owns'}`}>Route</Button>}
        />
      ) : null}
    </li>
  );
}
