'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { Problem } from '@/components/ui/problem';
import { Section } from '@/components/ui/section';
import type { Meeting as MeetingView, MetResource } from '@/lib/sources/meeting.schema';
import type { SourceView } from '@/lib/sources/views.schema';
import { meetingQuery } from './queries';

type Provider = MeetingView['items'][number];

/** How bill and inventory meet at the providers that the source has, and what may keep resources apart. */
export function Meeting({ source: { id, kind } }: { source: Pick<SourceView, 'id' | 'kind'> }) {
  const { data, error, refetch } = useQuery(meetingQuery(id));
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  const items = data?.items.filter(
    ({ bill, inventory }) => (kind === 'focus' ? bill : inventory).resources > 0,
  );
  if (items === undefined || items.length === 0) return null;
  return (
    <Section title="Bill and inventory" aside="resources that both have, by their newest readings">
      <ul className="flex flex-col gap-3">
        {items.map((item) => (
          <li key={item.provider} className="rounded-base border bg-surface px-3 py-2">
            <OfProvider item={item} />
          </li>
        ))}
      </ul>
      <p className="mt-2">
        <Link href="/sources/duplicates" className="text-accent hover:underline">
          Join duplicate resources
        </Link>
      </p>
    </Section>
  );
}

function OfProvider({ item: { provider, inventory, bill, hints } }: { item: Provider }) {
  return (
    <>
      <p className="font-semibold">{provider}</p>
      <p>
        {shareOf(inventory)} resources of the inventory are on a bill. {shareOf(bill)} resources of the bill
        are in the inventory.
      </p>
      {hints.map(({ kind, resources, examples }) => (
        <div key={kind} className="mt-1">
          <p className="text-warn">
            {kind === 'zeros'
              ? `${count(resources)} would meet if the account numbers had the same leading zeros:`
              : `${count(resources)} would meet if they were in the same region:`}
          </p>
          <ul className="list-disc pl-4 text-meta text-muted">
            {examples.map(({ inventory: ours, bill: theirs }) => (
              <li key={`${ours.id} ${theirs.id}`} className="break-all">
                {ours.nativeId}: {placeOf(ours)} in the inventory, {placeOf(theirs)} on the bill
              </li>
            ))}
          </ul>
        </div>
      ))}
      <Apart label="Only in the inventory" examples={inventory.examples} />
      <Apart label="Only on the bill" examples={bill.examples} />
    </>
  );
}

function Apart({ label, examples }: { label: string; examples: MetResource[] }) {
  if (examples.length === 0) return null;
  return (
    <p className="mt-1 break-all text-meta text-muted">
      {label}, for example: {examples.map(({ name, nativeId }) => name ?? nativeId).join(', ')}
    </p>
  );
}

const count = (number: number) => number.toLocaleString('en-US');
const shareOf = ({ met, resources }: Provider['bill']) => `${count(met)} of ${count(resources)}`;
const placeOf = ({ account, region }: MetResource) => `account ${account}, ${region}`;
