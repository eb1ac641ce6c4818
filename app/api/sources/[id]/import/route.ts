import { Readable } from 'node:stream';
import { importFileContract } from '@/lib/contracts/sources';
import { AppError } from '@/lib/core/errors';
import { route, uploadLimit } from '@/lib/http';
import { readSourceGraph } from '@/lib/jobs';
import { startRun } from '@/lib/runs/commands';
import { importStream } from '@/lib/sources/commands';

/** The body is streamed into the database as it comes; what it brings counts once it is whole. */
export const PUT = route(importFileContract, async ({ input, actor, request }) => {
  const expectedBytes = Number(request.headers.get('content-length') ?? 0) || undefined;
  if (expectedBytes !== undefined && expectedBytes > uploadLimit()) {
    throw new AppError('too_large', `an upload may hold ${uploadLimit()} bytes at most (MAX_UPLOAD_BYTES)`);
  }
  if (!request.body) throw new AppError('malformed', 'send the file as the body of the request');
  let runId: string | null = null;
  const imported = await importStream({
    actor,
    sourceId: input.id,
    stream: Readable.from(request.body),
    fileName: input.file,
    expectedBytes,
    deliveredAt: input.delivered_at === undefined ? undefined : new Date(input.delivered_at),
    delivery: input.delivery,
    part: input.part,
    parts: input.parts,
    handling: input.handling,
    signal: request.signal,
    onImported: async (tx, { sourceId }) => {
      const run = await startRun(tx, {
        graph: readSourceGraph.name,
        input: { sourceId },
        actor,
        trigger: 'upload',
      });
      runId = run.runId;
    },
  });
  return { ...imported, runId };
});
