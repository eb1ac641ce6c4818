import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { authOptions } from '@/lib/auth';

type Context = { params: Promise<{ nextauth: string[] }> };

// The options are made per request: they need SEAL_KEY, which a build does not have.
async function handler(request: NextRequest, context: Context): Promise<Response> {
  return NextAuth(request, context, authOptions());
}

export { handler as GET, handler as POST };
