import type { Metadata } from 'next';
import { AccountView } from '@/components/account/account-view';
import { ownSessionsQuery } from '@/components/account/queries';
import { Prefetched } from '@/components/ui/prefetched';
import { requireUser } from '@/lib/auth';
import { database } from '@/lib/core/db';
import { identityProvider } from '@/lib/core/env';
import { readPasswordHash } from '@/lib/people/data';
import { listSessions } from '@/lib/people/sessions.data';

export const metadata: Metadata = { title: 'Your account' };

export default async function AccountPage() {
  const viewer = await requireUser();
  const [items, passwordHash] = await Promise.all([
    listSessions(database(), { userId: viewer.id, currentId: viewer.sessionId, now: new Date() }),
    readPasswordHash(database(), viewer.id),
  ]);
  const provider = passwordHash === null ? (identityProvider() ?? 'the identity provider') : null;
  return (
    <Prefetched data={[[ownSessionsQuery().queryKey, { items }]]}>
      <AccountView viewer={viewer} provider={provider} />
    </Prefetched>
  );
}
