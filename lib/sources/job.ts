import { createReadStream, realpathSync, statSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { z } from 'zod';
import type { Clock } from '@/lib/core/clock';
import { database, transaction } from '@/lib/core/db';
import { env } from '@/lib/core/env';
import { AppError, messageOf } from '@/lib/core/errors';
import { systemActor } from '@/lib/people/schema';
import { defineJob } from '@/lib/runs/plan';
import { takeBillSnapshot } from './bill-snapshot.data';
import { importStream } from './commands';
import { focusConfig, inventoryConfig, type SourceKind } from './schema';
import { newestSnapshot } from './snapshots.data';
import { keepCosts } from './totals.data';

const SNAPSHOT_MS = 60 * 60_000;

/**
 * Makes or finds the snapshot of one source that a generation rests on. Throws when nothing can be read: no such
 * source, it is disabled, nothing was imported yet, or its file is missing, unreadable or malformed.
 */
export const collectJob = defineJob({
  name: 'collect',
  input: z.object({ sourceId: z.uuid() }),
  async run({ input, clock, signal, log }) {
    const source = await database().source.findUnique({ where: { id: input.sourceId } });
    if (!source) throw new AppError('not_found', 'there is no such source');
    if (!source.enabled) throw new AppError('not_found', `the source “${source.name}” is switched off`);
    const path = pathOf(source);
    if (path) {
      const { state } = await importFile({ sourceId: source.id, path, clock, signal });
      await log('info', state === 'unchanged' ? `${path} is as it was` : `${path} was imported`);
    }
    const snapshotId = await snapshotOf(source, clock());
    return { output: { snapshotId } };
  },
});

const NOTHING_YET = {
  inventory: 'no inventory was imported for this source yet',
  quality: 'this sync was not measured yet',
};

type ReadSource = { id: string; kind: SourceKind; config: unknown };

/** The file that is read afresh, where there is one. */
function pathOf({ kind, config }: ReadSource): string | undefined {
  if (kind === 'focus') return focusConfig.parse(config).path;
  return kind === 'inventory' ? inventoryConfig.parse(config).path : undefined;
}

async function snapshotOf(source: ReadSource, now: Date): Promise<string> {
  if (source.kind === 'focus') {
    const config = focusConfig.parse(source.config);
    const { snapshotId } = await transaction(
      (tx) => takeBillSnapshot(tx, { sourceId: source.id, config, now }),
      {
        timeoutMs: SNAPSHOT_MS,
      },
    );
    await keepCosts(database(), snapshotId);
    return snapshotId;
  }
  const snapshotId = await newestSnapshot(database(), source.id);
  if (!snapshotId) throw new AppError('not_found', NOTHING_YET[source.kind]);
  return snapshotId;
}

type FileImport = { sourceId: string; path: string; clock: Clock; signal: AbortSignal };

/** Reads the file afresh; the same content as before changes nothing. */
function importFile({ sourceId, path, clock, signal }: FileImport) {
  const file = fileBelow(path);
  return importStream({
    actor: systemActor('collect'),
    sourceId,
    stream: createReadStream(file.path),
    fileName: path,
    expectedBytes: file.bytes,
    deliveredAt: earlier(file.modifiedAt, clock()), // a folder's clock may be ahead of ours
    isScheduled: true,
    signal,
    clock,
  });
}

const earlier = (one: Date, other: Date) => (one < other ? one : other);

/** Only files below IMPORT_DIR, whatever links and dots a path is made of. */
export function fileBelow(path: string): { path: string; bytes: number; modifiedAt: Date } {
  const { IMPORT_DIR } = env();
  if (!IMPORT_DIR) throw new AppError('misconfigured', 'IMPORT_DIR is not set, so no file can be read');
  try {
    const folder = realpathSync(IMPORT_DIR);
    const wanted = resolve(folder, path);
    const found = wanted.startsWith(folder + sep) ? realpathSync(wanted) : wanted;
    if (!found.startsWith(folder + sep))
      throw new AppError('invalid_input', `${path} is not below IMPORT_DIR`);
    const file = statSync(found);
    if (!file.isFile()) throw new AppError('not_found', `${path} is no file`);
    return { path: found, bytes: file.size, modifiedAt: file.mtime };
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('not_found', `${path} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}
