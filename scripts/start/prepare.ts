import type { Env } from '@/lib/core/env';
import { say } from './lines';

// Imported when called: these modules need the generated database client and the settings, which a start makes first.

/** What every start makes sure of in a migrated database: the shipped rule sets, the schedules, the preset token and library. */
export async function prepareContents({
  API_TOKEN,
  LIBRARY_DATABASE_URL,
}: Pick<Env, 'API_TOKEN' | 'LIBRARY_DATABASE_URL'>): Promise<void> {
  const { seedShippedRuleSets } = await import('@/lib/rules/commands');
  const { ensureSchedules } = await import('@/lib/jobs');
  const { ensurePresetToken } = await import('@/lib/people/tokens.commands');
  const { failStaleImports } = await import('@/lib/sources/commands');
  const { database } = await import('@/lib/core/db');
  const { ensureSealCanary, judgeSealKey } = await import('@/lib/core/readiness.data');
  await ensureSealCanary(database());
  const fault = await judgeSealKey(database());
  if (fault !== null)
    say(
      'start',
      `SEAL_KEY is not the one that this installation began with: ${fault}. "npm run doctor" tells more.`,
    );
  await seedShippedRuleSets();
  await failStaleImports();
  await ensureSchedules(new Date());
  if (API_TOKEN) await ensurePresetToken(API_TOKEN);
  if (LIBRARY_DATABASE_URL) {
    const { ensurePresetLibrary } = await import('@/lib/connections/preset.commands');
    await ensurePresetLibrary(LIBRARY_DATABASE_URL);
  }
}

type Preset = Pick<Env, 'ADMIN_EMAIL' | 'ADMIN_PASSWORD'>;

/** The first administrator, and the last that a start asks of the database itself. The password only when it was made just now. */
export async function ensureAdministrator(
  preset: Preset,
): Promise<{ email: string; password: string | null }> {
  const { ensureFirstAdministrator } = await import('@/lib/people/commands');
  const { closeDatabase } = await import('@/lib/core/db');
  const made = await ensureFirstAdministrator({ email: preset.ADMIN_EMAIL, password: preset.ADMIN_PASSWORD });
  await closeDatabase();
  return made;
}
