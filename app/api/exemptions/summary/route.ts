import { summariseExemptionsContract } from '@/lib/contracts/exemptions';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { summariseExemptions } from '@/lib/recommendations/exemptions/data';

export const GET = route(summariseExemptionsContract, () => summariseExemptions(database(), new Date()));
