import type { Metadata } from 'next';
import Link from 'next/link';
import { ForgotForm } from '@/components/account/forgot-form';
import { canMail } from '@/lib/core/mail';
import { forgottenAnswer } from '@/lib/people/links.commands';

export const metadata: Metadata = { title: 'Forgot password' };

export default function ForgotPasswordPage() {
  return (
    <>
      <h1 className="mb-1 text-title font-semibold">Forgot password</h1>
      {canMail() ? (
        <>
          <p className="mb-4 text-muted">You are sent a link that sets a new one.</p>
          <ForgotForm />
        </>
      ) : (
        <p>{forgottenAnswer().detail}</p>
      )}
      <p className="mt-4">
        <Link href="/sign-in" className="text-accent hover:underline">
          Back to sign in
        </Link>
      </p>
    </>
  );
}
