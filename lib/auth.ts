import { redirect } from 'next/navigation';
import { getServerSession, type NextAuthOptions } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { z } from 'zod';
import { database } from './core/db';
import { AppError } from './core/errors';
import { derivedKey } from './core/seal';
import { signInWithPassword } from './people/commands';
import { findViewer } from './people/data';
import { mayAct, type Role, type Viewer } from './people/schema';

const credentials = z.object({ email: z.string().max(320), password: z.string().max(200) });
const WEEK_SECONDS = 7 * 86_400;

/** A session holds a user id and a session version, nothing more: the role is read anew with every request. */
export function authOptions(): NextAuthOptions {
  return {
    secret: derivedKey('sessions'),
    session: { strategy: 'jwt', maxAge: WEEK_SECONDS },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    providers: [
      Credentials({
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        async authorize(given, request) {
          const input = credentials.safeParse(given);
          if (!input.success) return null;
          return signInWithPassword({
            ...input.data,
            address: addressOf(request.headers?.['x-forwarded-for']),
          });
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => (user ? { sub: user.id, version: versionOf(user) } : token),
      session: ({ session, token }) => ({
        expires: session.expires,
        userId: token.sub,
        version: token.version,
      }),
    },
  };
}

const session = z.object({ userId: z.string(), version: z.number() });

function versionOf(user: object): number {
  return z.object({ version: z.number() }).parse(user).version;
}

function addressOf(forwarded: unknown): string | undefined {
  return typeof forwarded === 'string' ? forwarded.split(',')[0]?.trim() : undefined;
}

/** Who is signed in, or null. */
export async function currentViewer(): Promise<Viewer | null> {
  const held = session.safeParse(await getServerSession(authOptions()));
  return held.success ? findViewer(database(), held.data) : null;
}

/**
 * For pages: the viewer, after sending strangers to the sign-in page and whoever has a made password to the page
 * that changes it. Throws `forbidden` when the role does not suffice.
 */
export async function requireUser(
  needed: Role = 'viewer',
  { mayHaveMadePassword = false } = {},
): Promise<Viewer> {
  const viewer = await currentViewer();
  if (!viewer) redirect('/sign-in');
  if (viewer.mustChangePassword && !mayHaveMadePassword) redirect('/account/password');
  if (!mayAct(viewer.role, needed)) throw new AppError('forbidden', `this page is for ${needed}s`);
  return viewer;
}
