import { readRunContract } from '@/lib/contracts/runs';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { getRun } from '@/lib/runs/data';

export const GET = route(readRunContract, ({ input }) => getRun(database(), input.id));
