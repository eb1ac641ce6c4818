import { checkDefinition } from '@/lib/catalog/definitions.commands';
import { checkDefinitionContract } from '@/lib/contracts/catalog';
import { route } from '@/lib/http';

export const POST = route(checkDefinitionContract, ({ input }) => checkDefinition(input.yaml));
