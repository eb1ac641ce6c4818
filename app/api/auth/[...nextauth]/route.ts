import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { addressOf } from '@/lib/core/address';
import { authOptions } from '@/lib/sign-in';

type Context = { params: Promise<{ nextauth: string[] }> };

// The options are made per request: they need SEAL_KEY, which a build does not have, and where the request comes from.
async function handler(request: NextRequest, context: Context): Promise<Response> {
  const { headers } = request;
  const caller = { address: addressOf(headers), userAgent: headers.get('user-agent') ?? undefined };
  return NextAuth(request, context, authOptions(caller));
}

export { handler as GET, handler as POST };
