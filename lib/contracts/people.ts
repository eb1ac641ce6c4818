import { z } from 'zod';
import { writes } from '@/lib/contract';
import { changePasswordInput, createTokenInput, createUserInput } from '@/lib/people/schema';

export const changePasswordContract = writes(
  'viewer',
  '/api/account/password',
  'Change your own password; every session of yours ends',
  {
    input: changePasswordInput,
    response: z.object({ changed: z.boolean() }),
  },
);

export const createUserContract = writes(
  'admin',
  '/api/users',
  'Add a user, who changes the given password at the first sign-in',
  {
    input: createUserInput,
    response: z.object({ id: z.string() }),
    status: 201,
  },
);
export const createTokenContract = writes(
  'admin',
  '/api/tokens',
  'Make an API token; it is shown in this answer only',
  {
    input: createTokenInput,
    response: z.object({ id: z.string(), token: z.string() }),
    status: 201,
  },
);
