import { readExemptionContract } from '@/lib/contracts/exemptions';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { readExemption } from '@/lib/recommendations/exemptions/data';

export const GET = route(readExemptionContract, ({ input }) =>
  readExemption(database(), input.id, new Date()),
);
