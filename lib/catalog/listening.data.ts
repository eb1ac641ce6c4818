import type { Reader, Transaction } from '@/lib/core/db';
import { parseDefinition } from './definition';
import { type DefinitionInForce, definitionById } from './definitions.data';

/** Which syncs want to hear of changes in their library, and of which our trigger stands there. */
export type ToListen = DefinitionInForce & { isWanted: boolean; isInstalled: boolean };

/** Those that want it, once their baseline is taken, and those whose trigger is to go. */
export async function readListening(reader: Reader): Promise<ToListen[]> {
  const rows = await reader.syncDefinition.findMany({
    where: { OR: [{ enabled: true, baselineAt: { not: null } }, { listensSince: { not: null } }] },
    select: { id: true, listensSince: true },
    orderBy: { slug: 'asc' },
  });
  const found: ToListen[] = [];
  for (const { id, listensSince } of rows) {
    const definition = await definitionById(reader, id);
    const parsed = parseDefinition(definition.yaml);
    const asks = parsed.ok && parsed.parsed.definition.listen;
    const isInstalled = listensSince !== null;
    const isWanted = asks && definition.enabled && (isInstalled || definition.baselineAt !== null);
    if (isWanted || isInstalled) found.push({ ...definition, isWanted, isInstalled });
  }
  return found;
}

/** True where that is news. */
export async function writeListening(tx: Transaction, id: string, since: Date | null): Promise<boolean> {
  const { count } = await tx.syncDefinition.updateMany({
    where: { id, listensSince: since === null ? { not: null } : null },
    data: { listensSince: since },
  });
  await tx.syncDefinition.updateMany({
    where: { id, listenTrouble: { not: null } },
    data: { listenTrouble: null },
  });
  return count > 0;
}

export async function writeTrouble(reader: Reader, id: string, trouble: string): Promise<void> {
  await reader.syncDefinition.updateMany({ where: { id }, data: { listenTrouble: trouble } });
}

export async function hasRunEnded(reader: Reader, runId: string): Promise<boolean> {
  const run = await reader.run.findUnique({ where: { id: runId }, select: { endedAt: true } });
  return run === null || run.endedAt !== null;
}
