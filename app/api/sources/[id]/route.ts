import { changeSourceContract, readSourceContract } from '@/lib/contracts/sources';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { changeSource } from '@/lib/sources/settings.commands';
import { readSource } from '@/lib/sources/views.data';

export const GET = route(readSourceContract, ({ input }) => readSource(database(), input.id));

export const PATCH = route(changeSourceContract, async ({ input, actor }) => {
  await changeSource({ ...input, actor });
  return readSource(database(), input.id);
});
