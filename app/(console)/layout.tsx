import type { ReactNode } from 'react';
import { waitingQuery } from '@/components/shell/queries';
import { Shell } from '@/components/shell/shell';
import { Prefetched } from '@/components/ui/prefetched';
import { requireUser } from '@/lib/auth';
import { listConnections } from '@/lib/connections/data';
import { database } from '@/lib/core/db';
import { readWaiting } from '@/lib/waiting/data';

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const viewer = await requireUser();
  const [connections, waiting] = await Promise.all([
    listConnections(database(), 'jira'),
    readWaiting(database()),
  ]);
  return (
    <Prefetched data={[[waitingQuery().queryKey, waiting]]}>
      <Shell viewer={viewer} hasSandbox={connections.some(({ isSandbox }) => isSandbox)}>
        {children}
      </Shell>
    </Prefetched>
  );
}
