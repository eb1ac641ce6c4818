import { database } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { systemActor } from '@/lib/people/schema';
import { createConnection } from './commands';

const NAME = 'Library';

/** The library that the settings name, as a connection: made once, and a person's to change from then on. */
export async function ensurePresetLibrary(url: string): Promise<void> {
  const known = await database().connection.findUnique({ where: { name: NAME } });
  if (known) return;
  const { host, pathname, username, password } = new URL(url);
  await createConnection({
    actor: systemActor('first start'),
    kind: 'library',
    name: NAME,
    baseUrl: `postgresql://${host}${pathname}`,
    account: decodeURIComponent(username),
    secret: decodeURIComponent(password),
  }).catch((error: unknown) => {
    // Another process that starts at this moment was quicker.
    if (!(error instanceof AppError) || error.code !== 'conflict') throw error;
  });
}
