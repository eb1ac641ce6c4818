import type { Metadata } from 'next';
import Link from 'next/link';
import { SetPasswordForm } from '@/components/account/set-password-form';
import { Button } from '@/components/ui/button';
import { type LinkStanding, lookUpLink } from '@/lib/people/links.commands';

export const metadata: Metadata = { title: 'Set a password' };

const DEAD = {
  unknown:
    'This link does not work. Check that the whole of it was copied, or ask an administrator for a new one.',
  used: 'This link was used already: the password is set. Sign in with it; if it was not you who set it, tell an administrator.',
  replaced:
    'A newer link has taken the place of this one. Use the newer one, or ask an administrator for another.',
  expired: 'This link has run out. Ask an administrator for a new one.',
} as const;

export default async function SetPasswordPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const link = await lookUpLink(token);
  if (link.state !== 'live') return <DeadLink state={link.state} />;
  return (
    <>
      <h1 className="mb-1 text-title font-semibold">
        {link.purpose === 'invite' ? `Welcome, ${link.name}` : 'A new password'}
      </h1>
      <p className="mb-4 break-words text-muted">
        {link.purpose === 'invite'
          ? `Choose a password for your account ${link.email}.`
          : `Choose one for your account ${link.email}. Every session of yours ends, on all devices.`}
      </p>
      <SetPasswordForm token={token} email={link.email} />
    </>
  );
}

function DeadLink({ state }: { state: Exclude<LinkStanding['state'], 'live'> }) {
  return (
    <>
      <h1 className="mb-1 text-title font-semibold">Set a password</h1>
      <p className="mb-4">{DEAD[state]}</p>
      <Button asChild>
        <Link href="/sign-in">Sign in</Link>
      </Button>
    </>
  );
}
