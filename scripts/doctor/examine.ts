import { statfsSync } from 'node:fs';
import { generateClientIfOlder, judgeBuild } from '../start/build';
import { ROOT } from '../start/state';
import { examineServer } from './database';
import { type Finding, judgeBuildState, judgeDisk, judgeNode, skipped } from './judge';
import { type Place, readSettings } from './settings';

/**
 * Everything in the order in which one would look: this machine, its settings, the database, what stands in it, what is
 * outside. What rests on something broken is left out. Nothing is changed anywhere.
 */
export async function* examine(): AsyncGenerator<Finding> {
  yield judgeNode(process.versions.node);
  const { findings, place, dataDir } = readSettings();
  yield* findings;
  yield judgeBuildState(judgeBuild());
  const folder = dataDir ?? ROOT;
  const { bavail, bsize } = statfsSync(folder);
  yield judgeDisk(folder, bavail * bsize);
  if (findings.some(({ state }) => state === 'fail')) {
    return yield skipped('The rest', 'waits for the settings to be right');
  }
  yield* examineDatabase(place);
  if (place.kind === 'none') return; // without a start there is nothing to reach, and no settings of one
  const { examineOutside } = await import('./outside');
  yield* examineOutside();
}

async function* examineDatabase(place: Place): AsyncGenerator<Finding> {
  if (place.kind === 'none') {
    return yield { check: 'Database', state: 'warn', found: place.reason, todo: 'Start it: npm start' };
  }
  const { findings, isUsable } = await examineServer(place.url);
  yield* findings;
  if (!isUsable) return yield skipped('Contents', 'wait for the database and its migrations');
  // Imported now: these need the generated client and the settings.
  generateClientIfOlder();
  const { examineContents } = await import('./contents');
  const { closeDatabase } = await import('@/lib/core/db');
  try {
    yield* examineContents();
  } finally {
    await closeDatabase();
  }
}
