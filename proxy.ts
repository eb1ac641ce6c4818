import { randomBytes } from 'node:crypto';
import { type NextRequest, NextResponse } from 'next/server';
import { env, publicUrl } from '@/lib/core/env';
import { ASKED_PATH } from '@/lib/edge/asked-path';
import { pagePolicy } from '@/lib/edge/page-policy';

/**
 * Gives each page its Content-Security-Policy. Next reads the nonce from the request's copy of the policy and puts it
 * on its own scripts; app/layout.tsx hands it to ours. Nobody is let in or refused here: pages and route() do that.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = randomBytes(16).toString('base64');
  const policy = pagePolicy({
    nonce,
    isDev: env().NODE_ENV === 'development',
    isSecure: publicUrl().startsWith('https:'),
  });
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set('content-security-policy', policy);
  headers.set(ASKED_PATH, `${request.nextUrl.pathname}${request.nextUrl.search}`); // for who has to sign in first
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
}

// Pages only. Behind a proxy Next keeps no more than 10 MB of a body, so no call that takes an upload may match.
export const config = { matcher: '/((?!api(?:/|$)|_next/|favicon\\.(?:svg|ico)$).*)' };
