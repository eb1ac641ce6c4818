import { listImportsContract } from '@/lib/contracts/sources';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { listImports } from '@/lib/sources/imports-view.data';

export const GET = route(listImportsContract, ({ input: { id, ...input } }) =>
  listImports(database(), { ...input, sourceId: id }),
);
