import { countHidden } from '@/lib/catalog/ignores.data';
import { previewIgnoreContract } from '@/lib/contracts/catalog';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';

export const POST = route(previewIgnoreContract, async ({ input }) => ({
  hides: await countHidden(database(), input),
}));
