import { readImportContract } from '@/lib/contracts/sources';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { readImport } from '@/lib/sources/imports-view.data';

export const GET = route(readImportContract, ({ input }) => readImport(database(), input.id));
