import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ownPath } from '@/components/account/credentials';
import { signInFault } from '@/components/account/sign-in-faults';
import { SignInForm } from '@/components/account/sign-in-form';
import { currentViewer } from '@/lib/auth';
import { identityProvider } from '@/lib/core/env';

export const metadata: Metadata = { title: 'Sign in' };

type Search = { callbackUrl?: string | string[]; error?: string | string[] };

export default async function SignInPage({ searchParams }: { searchParams: Promise<Search> }) {
  const { callbackUrl, error } = await searchParams;
  const next = ownPath(typeof callbackUrl === 'string' ? callbackUrl : undefined);
  if (await currentViewer()) redirect(next);
  const provider = identityProvider();
  const code = typeof error === 'string' ? error : undefined;
  return (
    <>
      <h1 className="mb-4 text-title font-semibold">Sign in</h1>
      <SignInForm
        next={next}
        provider={provider}
        fault={signInFault(code, provider ?? 'the identity provider')}
      />
    </>
  );
}
