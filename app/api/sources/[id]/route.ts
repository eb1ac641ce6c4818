import { readSourceContract } from '@/lib/contracts/sources';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { readSource } from '@/lib/sources/views.data';

export const GET = route(readSourceContract, ({ input }) => readSource(database(), input.id));
