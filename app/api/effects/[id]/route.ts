import { readEffectContract } from '@/lib/contracts/tickets';
import { database } from '@/lib/core/db';
import { readEffect } from '@/lib/effects/views.data';
import { route } from '@/lib/http';

export const GET = route(readEffectContract, ({ input }) => readEffect(database(), input.id));
