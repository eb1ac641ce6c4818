import { readRunEffectsContract } from '@/lib/contracts/tickets';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { effectsOfRun } from '@/lib/tickets/run-effects.data';

export const GET = route(readRunEffectsContract, ({ input }) => effectsOfRun(database(), input.id));
