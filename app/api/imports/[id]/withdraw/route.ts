import { withdrawImportContract } from '@/lib/contracts/sources';
import { route } from '@/lib/http';
import { readAgain } from '@/lib/jobs';
import { withdrawImport } from '@/lib/sources/deliveries.commands';

export const POST = route(withdrawImportContract, ({ input, actor }) =>
  readAgain(actor, (onChanged) => withdrawImport({ importId: input.id, note: input.note, actor, onChanged })),
);
