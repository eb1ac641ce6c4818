import { readRunLogsContract } from '@/lib/contracts/runs';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { listLogs } from '@/lib/runs/data';

export const GET = route(readRunLogsContract, async ({ input: { id, ...input } }) => ({
  items: await listLogs(database(), { ...input, runId: id }),
}));
