import { readWaitingContract } from '@/lib/contracts/runs';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { readWaiting } from '@/lib/waiting/data';

export const GET = route(readWaitingContract, () => readWaiting(database()));
