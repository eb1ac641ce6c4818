import { enableDefinition } from '@/lib/catalog/definitions.commands';
import { enableDefinitionContract } from '@/lib/contracts/catalog';
import { route } from '@/lib/http';

export const POST = route(enableDefinitionContract, ({ input, actor }) =>
  enableDefinition({ actor, ...input }),
);
