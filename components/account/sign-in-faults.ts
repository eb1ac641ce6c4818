import { own } from '@/lib/core/own.schema';

const HOPELESS = 'If it keeps failing, an administrator finds the reason in the log.';

/**
 * What the sign-in page says of the code in its address: our own words for the codes we know, never the address's.
 * `provider` is what the identity provider is called here.
 */
export function signInFault(code: string | undefined, provider: string): string | null {
  if (code === undefined) return null;
  const words = own(WORDS, code);
  return words ? words(provider) : `The sign-in did not work. Try again. ${HOPELESS}`;
}

const unfinished = (provider: string) =>
  `The sign-in by ${provider} was not completed: it was broken off, took too long, or was begun in another browser. Try again. ${HOPELESS}`;

const WORDS: Record<string, (provider: string) => string> = {
  // ours: lib/people/users.schema.ts, providerRefusal
  no_role: (provider) =>
    `You are known by ${provider}, but none of your groups may use Evenkeel. Ask an administrator which group you need.`,
  disabled: () => 'Your account is disabled. Ask an administrator to enable it.',
  email_unverified: (provider) =>
    `An account has your e-mail address already, and it is not verified by ${provider} that the address is yours. Verify it there, or sign in with the account’s password.`,
  email_taken: (provider) =>
    `The account with your e-mail address belongs to somebody else by ${provider}. Ask an administrator.`,
  no_email: (provider) =>
    `Your e-mail address is not told by ${provider}, and an account needs one. Ask whoever runs it.`,
  // next-auth's own
  CredentialsSignin: () => 'The e-mail or the password is wrong.',
  OAuthSignin: (provider) => `The way to ${provider} did not answer. Try again in a moment. ${HOPELESS}`,
  OAuthCallback: unfinished,
  Callback: unfinished,
  AccessDenied: unfinished,
};
