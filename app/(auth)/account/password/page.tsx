import type { Metadata } from 'next';
import { PasswordForm } from '@/components/account/password-form';
import { requireUser } from '@/lib/auth';

export const metadata: Metadata = { title: 'Change password' };

export default async function PasswordPage() {
  const viewer = await requireUser('viewer', { mayHaveMadePassword: true });
  return (
    <>
      <h1 className="mb-1 text-title font-semibold">Change password</h1>
      <p className="mb-4 text-muted">
        {viewer.mustChangePassword
          ? 'The first password was made by a machine and shown on its screen. Choose your own to go on.'
          : 'Every other session of yours ends, on all devices.'}
      </p>
      <PasswordForm viewer={viewer} />
    </>
  );
}
