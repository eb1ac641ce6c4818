import { listEffectsContract } from '@/lib/contracts';
import { database } from '@/lib/core/db';
import { listEffects } from '@/lib/effects/views.data';
import { route } from '@/lib/http';

export const GET = route(listEffectsContract, ({ input }) => listEffects(database(), input));
