/** The way out. next-auth is loaded when it is asked for: no page needs it to be shown. */
export async function signOut(): Promise<void> {
  const nextAuth = await import('next-auth/react');
  await nextAuth.signOut({ callbackUrl: '/sign-in' });
}
