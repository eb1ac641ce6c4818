import { setPasswordContract } from '@/lib/contracts/people';
import { route } from '@/lib/http';
import { setPasswordByLink } from '@/lib/people/links.commands';

export const POST = route(setPasswordContract, ({ input, actor: { address, requestId } }) =>
  setPasswordByLink({ ...input, address, requestId }),
);
