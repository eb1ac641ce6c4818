import { readSourceContract, updateSourceContract } from '@/lib/contracts/sources';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { readAgain } from '@/lib/jobs';
import { updateSource } from '@/lib/sources/commands';
import { readSource } from '@/lib/sources/views.data';

export const GET = route(readSourceContract, ({ input }) => readSource(database(), input.id));

export const PATCH = route(updateSourceContract, async ({ input: { id, ...changes }, actor }) => {
  let answered = 0;
  const { runId } = await readAgain(actor, async (onAnswered) => {
    ({ answered } = await updateSource({ ...changes, actor, sourceId: id, onAnswered }));
  });
  return { answered, runId };
});
