import { listEffectsContract } from '@/lib/contracts/tickets';
import { database } from '@/lib/core/db';
import { listEffects } from '@/lib/effects/views.data';
import { route } from '@/lib/http';

export const GET = route(listEffectsContract, ({ input }) => listEffects(database(), input));
