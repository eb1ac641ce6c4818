import { saveDefinition } from '@/lib/catalog/definitions.commands';
import { listDefinitions } from '@/lib/catalog/definitions-view.data';
import { listDefinitionsContract, saveDefinitionContract } from '@/lib/contracts/catalog';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';

export const GET = route(listDefinitionsContract, async () => ({ items: await listDefinitions(database()) }));
export const POST = route(saveDefinitionContract, ({ input, actor }) => saveDefinition({ actor, ...input }));
