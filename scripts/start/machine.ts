import type { Env } from '@/lib/core/env';
import { migrate } from '../migrate';
import { generateClientIfOlder } from './build';
import { say } from './lines';
import { readMachineSettings } from './settings';

/** What `npm run web` and `npm run worker` begin with: settings, client and a migrated database. */
export async function prepareMachine(name: string): Promise<Env> {
  const settings = readMachineSettings();
  generateClientIfOlder();
  const { applied } = await migrate(settings.DATABASE_URL);
  if (applied.length > 0) say(name, `Migrated: ${applied.join(', ')}`);
  return settings;
}

/** Runs `stop` once on SIGINT or SIGTERM, then ends the process. */
export function onStop(stop: () => Promise<void>): void {
  let isStopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isStopping) return;
      isStopping = true;
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          say('start', `Stopping failed: ${String(error)}`);
          process.exit(1);
        },
      );
    });
  }
}
