import type { NextAuthOptions } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import type { OAuthConfig } from 'next-auth/providers/oauth';
import { z } from 'zod';
import { heldSession, sessionOptions } from './auth';
import { env } from './core/env';
import { AppError, messageOf } from './core/errors';
import { log } from './core/log';
import { readPerson } from './people/oidc';
import { signInWithProvider } from './people/oidc.commands';
import { type Caller, signOut } from './people/sessions.commands';
import { type OpenedSession, signInWithPassword } from './people/sign-in.commands';

const credentials = z.object({ email: z.string().max(320), password: z.string().max(200) });
const opened = z.object({ id: z.string(), version: z.number(), sessionId: z.string() });
const PROVIDER_ID = 'oidc';
const PROVIDER_TIMEOUT_MS = 10_000;

/**
 * A session's cookie holds a user id, a session version and the id of the session's row, nothing more: all three and
 * the role are looked up anew with every request. `caller` is where the request comes from; the options are made for
 * one request, and `session` is what the provider's answer to it opened.
 */
export function authOptions(caller: Caller): NextAuthOptions {
  const { callbacks, ...common } = sessionOptions();
  let session: OpenedSession | undefined;
  return {
    ...common,
    pages: { signIn: '/sign-in', error: '/sign-in' },
    providers: [passwordProvider(caller), ...identityProviders()],
    callbacks: {
      ...callbacks,
      async signIn({ account, profile }) {
        if (account?.provider !== PROVIDER_ID) return true;
        const answer = await arrive(profile, caller).catch(hideFailure);
        if ('refusal' in answer) return `/sign-in?error=${answer.refusal}`;
        session = answer.session;
        return true;
      },
      jwt({ token, user }) {
        if (!user) return token;
        const { id, version, sessionId } = session ?? opened.parse(user);
        return { sub: id, version, sessionId };
      },
    },
    events: {
      async signOut({ token }) {
        const ending = heldSession.safeParse({ ...token, userId: token.sub });
        if (ending.success) await signOut({ ...ending.data, ...caller });
      },
    },
    logger: {
      // What it would print holds the request's secrets.
      error: (code, detail) => log().warn({ code, cause: messageOf(causeOf(detail)) }, 'a sign-in failed'),
      warn: (code) => log().warn({ code }, 'sign-in'),
      debug: () => undefined,
    },
  };
}

function causeOf(detail: unknown): unknown {
  return detail instanceof Error
    ? detail
    : z.object({ error: z.unknown() }).catch({ error: '' }).parse(detail).error;
}

function passwordProvider(caller: Caller) {
  return Credentials({
    credentials: { email: { type: 'email' }, password: { type: 'password' } },
    async authorize(given) {
      const input = credentials.safeParse(given);
      return input.success ? signInWithPassword({ ...input.data, ...caller }).catch(hideFailure) : null;
    },
  });
}

async function arrive(profile: unknown, caller: Caller) {
  const { OIDC_GROUPS_CLAIM, OIDC_ROLES = [] } = env();
  const arrival = { person: readPerson(profile, OIDC_GROUPS_CLAIM), grants: OIDC_ROLES, ...caller };
  return signInWithProvider(arrival);
}

/** What is thrown here ends in the address of the sign-in page: only our own words may. */
function hideFailure(thrown: unknown): never {
  if (thrown instanceof AppError && thrown.status < 500) throw thrown;
  log().error({ err: thrown }, 'a sign-in failed');
  throw new AppError('internal', 'Something went wrong here; the log says what. Try again in a moment.');
}

/** The library has checked the token's signature, issuer, audience, times and nonce before it hands it over. */
function claimsOf(idToken = '') {
  const payload = Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString('utf8');
  return z.looseObject({ sub: z.string() }).parse(JSON.parse(payload));
}

/**
 * The provider of the environment, or none. The library calls it itself, by the addresses that the issuer publishes:
 * the one way out beside lib/core/outbound.ts, to the host that whoever runs this has named.
 */
function identityProviders(): OAuthConfig<object>[] {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME, OIDC_SCOPES, OIDC_SIGNING_ALGORITHM } =
    env();
  if (!OIDC_ISSUER) return [];
  return [
    {
      id: PROVIDER_ID,
      name: OIDC_NAME,
      type: 'oauth',
      wellKnown: `${OIDC_ISSUER.replace(/\/+$/, '')}/.well-known/openid-configuration`,
      clientId: OIDC_CLIENT_ID,
      clientSecret: OIDC_CLIENT_SECRET,
      client: { id_token_signed_response_alg: OIDC_SIGNING_ALGORITHM },
      authorization: { params: { scope: OIDC_SCOPES } },
      idToken: true,
      checks: ['pkce', 'state', 'nonce'],
      httpOptions: { timeout: PROVIDER_TIMEOUT_MS },
      userinfo: {
        // Many providers tell groups and e-mail here only. What the signed token says counts more.
        async request({ client, tokens }) {
          const signed = claimsOf(tokens.id_token);
          if (!client.issuer.metadata.userinfo_endpoint) return signed;
          const more = await client.userinfo(tokens.access_token ?? '');
          // An answer about somebody else must not lend them its groups (OpenID Connect Core 5.3.2).
          if (more.sub !== signed.sub) throw new AppError('forbidden', 'the userinfo is of another person');
          return { ...more, ...signed };
        },
      },
      profile: (claims) => ({ id: z.object({ sub: z.string() }).parse(claims).sub }),
    },
  ];
}
