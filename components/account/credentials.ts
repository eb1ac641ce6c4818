/** Signs in and says what was wrong, or null. The library is loaded when it is needed. */
export async function signInWith(email: string, password: string): Promise<string | null> {
  const { signIn } = await import('next-auth/react');
  const answer = await signIn('credentials', { email, password, redirect: false });
  if (answer?.ok && !answer.error) return null;
  if (!answer?.error || answer.error === 'CredentialsSignin') return 'The e-mail or the password is wrong.';
  return answer.error;
}

/** Leaves for the identity provider, which sends the browser back to `next`. */
export async function signInByProvider(next: string): Promise<void> {
  const { signIn } = await import('next-auth/react');
  await signIn('oidc', { callbackUrl: next });
}

/** Where to go after signing in: only an address of ours, whatever the link said. */
export function ownPath(target: string | undefined): string {
  if (!target || !URL.canParse(target, 'http://own')) return '/';
  const url = new URL(target, 'http://own');
  const isOurs = target.startsWith('/') && url.host === 'own';
  return isOurs ? `${url.pathname}${url.search}` : '/';
}
