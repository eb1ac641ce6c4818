import { createResetLinkContract } from '@/lib/contracts/people';
import { route } from '@/lib/http';
import { createResetLink } from '@/lib/people/links.commands';

export const POST = route(createResetLinkContract, ({ input, actor }) =>
  createResetLink({ actor, ...input }),
);
