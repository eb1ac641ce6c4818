import { changePasswordContract } from '@/lib/contracts/people';
import { route } from '@/lib/http';
import { changePassword } from '@/lib/people/commands';

export const POST = route(changePasswordContract, ({ input, actor }) => changePassword({ actor, ...input }));
