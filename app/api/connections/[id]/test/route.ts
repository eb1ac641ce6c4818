import { testConnection } from '@/lib/connections/commands';
import { testConnectionContract } from '@/lib/contracts/connections';
import { route } from '@/lib/http';

export const POST = route(testConnectionContract, ({ input, actor }) =>
  testConnection({ actor, connectionId: input.id }),
);
