import { readDefinition } from '@/lib/catalog/definitions-view.data';
import { readDefinitionContract } from '@/lib/contracts/catalog';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';

export const GET = route(readDefinitionContract, ({ input }) => readDefinition(database(), input.slug));
