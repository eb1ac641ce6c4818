import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ownPath } from '@/components/account/credentials';
import { SignInForm } from '@/components/account/sign-in-form';
import { currentViewer } from '@/lib/auth';

export const metadata: Metadata = { title: 'Sign in' };

type SignInPageProps = { searchParams: Promise<{ callbackUrl?: string | string[] }> };

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { callbackUrl } = await searchParams;
  const next = ownPath(typeof callbackUrl === 'string' ? callbackUrl : undefined);
  if (await currentViewer()) redirect(next);
  return (
    <>
      <h1 className="mb-4 text-title font-semibold">Sign in</h1>
      <SignInForm next={next} />
    </>
  );
}
