import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { PasswordForm } from '@/components/account/password-form';
import { requireUser } from '@/lib/auth';
import { database } from '@/lib/core/db';
import { readPasswordHash } from '@/lib/people/data';

export const metadata: Metadata = { title: 'Change password' };

export default async function PasswordPage() {
  const viewer = await requireUser('viewer', { mayHaveMadePassword: true });
  if ((await readPasswordHash(database(), viewer.id)) === null) redirect('/account');
  return (
    <>
      <h1 className="mb-1 text-title font-semibold">Change password</h1>
      <p className="mb-4 text-muted">
        {viewer.mustChangePassword
          ? 'The first password was made by somebody else. Choose your own to go on.'
          : 'Every other session of yours ends, on all devices.'}
      </p>
      <PasswordForm viewer={viewer} />
    </>
  );
}
