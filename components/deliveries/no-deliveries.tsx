import Link from 'next/link';
import { AttachSender } from '@/components/senders/attach-sender';
import { Button } from '@/components/ui/button';
import { CopyText } from '@/components/ui/copy-text';
import { EmptyState } from '@/components/ui/empty-state';
import type { SenderView } from '@/lib/deliveries/schema';
import { mayAct, type Role } from '@/lib/people/roles.schema';

type NoDeliveriesProps = { isFiltered: boolean; senders: SenderView[] | undefined; role: Role };

/** Where a CMS is to post, and the button that tells it. */
export function NoDeliveries({ isFiltered, senders, role }: NoDeliveriesProps) {
  if (isFiltered) return <EmptyState title="No delivery fits the filter" />;
  const mayAttach = mayAct(role, 'admin');
  if (senders === undefined || senders.length === 0) {
    return (
      <EmptyState
        title="No sender yet"
        action={
          mayAttach ? (
            <Button asChild>
              <Link href="/settings/connections?do=sender">Add a sender</Link>
            </Button>
          ) : null
        }
      >
        A sender is a CMS that posts its changes here. Each has an address of its own to post to.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="Nothing has arrived yet">
      <ul className="flex flex-col gap-4 text-left text-body">
        {senders.map((sender) => (
          <li key={sender.connectionId} className="flex flex-col gap-2">
            <CopyText label={`Listener of ${sender.connectionName}`} text={sender.endpoint} />
            <p>The token that belongs at its end is shown once, where it is made or rotated.</p>
            {mayAttach && sender.kind === 'bare' ? <AttachSender sender={sender} /> : null}
          </li>
        ))}
      </ul>
    </EmptyState>
  );
}
