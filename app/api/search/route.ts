import { searchContract } from '@/lib/contracts/search';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { searchRecords } from '@/lib/search/data';

export const GET = route(searchContract, ({ input, actor }) =>
  searchRecords(database(), { q: input.q, role: actor.role }),
);
