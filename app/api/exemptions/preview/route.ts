import { previewExemptionContract } from '@/lib/contracts/exemptions';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { previewExemption } from '@/lib/recommendations/exemptions/things.data';

export const POST = route(previewExemptionContract, ({ input }) => previewExemption(database(), input));
