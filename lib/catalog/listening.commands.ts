import { type Clock, systemClock } from '@/lib/core/clock';
import { database, transaction } from '@/lib/core/db';
import { recordAudit } from '@/lib/people/audit.data';
import { systemActor } from '@/lib/people/schema';
import { startRun } from '@/lib/runs/commands';
import { type DefinitionInForce, readDefinitionText } from './definitions.data';
import { openTarget } from './drain';
import { inLibrary, openLibrary } from './library';
import * as data from './listening.data';
import { SCAN_DRIFT } from './scan.job';
import { dropTrigger, installTrigger, triggerName } from './trigger.data';

/** What the workers do in a library so as to hear of changes there; done again, each changes nothing. */
const actor = systemActor('listener');
type Of = { definition: DefinitionInForce; clock?: Clock };

/** Throws as the library does where it is away or refuses us. True when the trigger had to be made. */
export async function beginListening({ definition, clock = systemClock }: Of): Promise<boolean> {
  const { library, sync } = await openTarget(definition);
  const isMade = await inLibrary(library, (there) => installTrigger(there, definition, sync.shape));
  await note('sync.listening_began', definition, clock());
  return isMade;
}

/** Throws as the library does where it is away or refuses us; the trigger then is still there, as far as we know. */
export async function endListening({ definition }: Of): Promise<void> {
  const library = await openLibrary(database(), definition.libraryId);
  const { table } = readDefinitionText(definition);
  await inLibrary(library, (there) => dropTrigger(there, definition, table));
  await note('sync.listening_ended', definition, null);
}

function note(action: string, definition: DefinitionInForce, since: Date | null): Promise<void> {
  return transaction(async (tx) => {
    if (!(await data.writeListening(tx, definition.id, since))) return;
    const after = { slug: definition.slug, trigger: triggerName(definition) };
    await recordAudit(tx, actor, { action, subject: { kind: 'sync_definition', id: definition.id }, after });
  });
}

/** A whole scan, for what was not heard or is too much for one by one. */
export async function askForScan({ definitionId }: { definitionId: string }): Promise<string> {
  const asked = { graph: SCAN_DRIFT, input: { definitionId }, actor, trigger: 'notice' };
  const { runId } = await transaction((tx) => startRun(tx, asked));
  return runId;
}
