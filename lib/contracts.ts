import { z } from 'zod';
import { contract } from './contract';
import { changePasswordInput } from './people/schema';

/** Every call of the API, in one place: what `route()` enforces, what the tests walk, what OpenAPI is made from. */
export const changePasswordContract = contract({
  method: 'POST',
  path: '/api/account/password',
  summary: 'Change your own password; every session of yours ends',
  role: 'viewer',
  input: changePasswordInput,
  body: 'json',
  response: z.object({ changed: z.literal(true) }),
});
