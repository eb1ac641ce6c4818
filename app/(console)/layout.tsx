import type { ReactNode } from 'react';
import { Shell } from '@/components/shell/shell';
import { requireUser } from '@/lib/auth';
import { listConnections } from '@/lib/connections/data';
import { database } from '@/lib/core/db';
import { countEffects } from '@/lib/effects/views.data';
import { readAttention } from '@/lib/runs/data';

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const viewer = await requireUser();
  const [connections, effects, attention] = await Promise.all([
    listConnections(database()),
    countEffects(database()),
    readAttention(database()),
  ]);
  const waiting = effects.filter(({ state }) => state === 'parked' || state === 'rejected');
  const badges = {
    tickets: waiting.reduce((sum, { count }) => sum + count, 0),
    runs: attention.failed + attention.stuck,
  };
  return (
    <Shell viewer={viewer} badges={badges} hasSandbox={connections.some(({ isSandbox }) => isSandbox)}>
      {children}
    </Shell>
  );
}
