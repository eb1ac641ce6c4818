import { cancelImportContract } from '@/lib/contracts/sources';
import { route } from '@/lib/http';
import { cancelImport } from '@/lib/sources/commands';

export const POST = route(cancelImportContract, async ({ input, actor }) => {
  await cancelImport({ actor, importId: input.id });
  return { cancelled: true };
});
