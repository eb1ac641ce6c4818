import { createSourceContract, listSourcesContract } from '@/lib/contracts/sources';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { createSource } from '@/lib/sources/commands';
import { listSources } from '@/lib/sources/views.data';

export const GET = route(listSourcesContract, ({ input }) => listSources(database(), input));

export const POST = route(createSourceContract, ({ input, actor }) => createSource({ ...input, actor }));
