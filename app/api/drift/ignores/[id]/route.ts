import { endIgnore } from '@/lib/catalog/ignores.commands';
import { endIgnoreContract } from '@/lib/contracts/catalog';
import { route } from '@/lib/http';

export const DELETE = route(endIgnoreContract, ({ input, actor }) => endIgnore({ actor, id: input.id }));
