import { after } from 'next/server';
import { forgotPasswordContract } from '@/lib/contracts/people';
import { route } from '@/lib/http';
import { claimForgotten, forgottenAnswer, mailForgottenLink } from '@/lib/people/links.commands';

export const POST = route(forgotPasswordContract, async ({ input, actor: { address, requestId } }) => {
  await claimForgotten({ ...input, address });
  // After the answer, so that the time it takes does not tell whether there is such an account.
  after(() => mailForgottenLink({ ...input, address, requestId }));
  return forgottenAnswer();
});
