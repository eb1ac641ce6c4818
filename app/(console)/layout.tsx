import type { ReactNode } from 'react';
import { Shell } from '@/components/shell/shell';
import { requireUser } from '@/lib/auth';
import { listConnections } from '@/lib/connections/data';
import { database } from '@/lib/core/db';
import { countEffects } from '@/lib/effects/views.data';

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const viewer = await requireUser();
  const [connections, effects] = await Promise.all([listConnections(database()), countEffects(database())]);
  const waiting = effects.filter(({ state }) => state === 'parked' || state === 'rejected');
  const badges = { tickets: waiting.reduce((sum, { count }) => sum + count, 0), runs: 0 };
  return (
    <Shell viewer={viewer} badges={badges} hasSandbox={connections.some(({ isSandbox }) => isSandbox)}>
      {children}
    </Shell>
  );
}
