import { forbidden, redirect } from 'next/navigation';
import { getServerSession, type NextAuthOptions } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { z } from 'zod';
import { databaseAway } from './core/db';
import { derivedKey } from './core/seal';
import { mayAct, type Role, type Viewer } from './people/schema';
import { type Caller, identifySession, SESSION_MS, signOut } from './people/sessions.commands';
import { signInWithPassword } from './people/sign-in.commands';

const credentials = z.object({ email: z.string().max(320), password: z.string().max(200) });
const opened = z.object({ id: z.string(), version: z.number(), sessionId: z.string() });

/**
 * A session's cookie holds a user id, a session version and the id of the session's row, nothing more: all three and
 * the role are looked up anew with every request. `caller` is where the request comes from.
 */
export function authOptions(caller: Caller): NextAuthOptions {
  return {
    ...sessionOptions(),
    pages: { signIn: '/sign-in', error: '/sign-in' },
    providers: [
      Credentials({
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        async authorize(given) {
          const input = credentials.safeParse(given);
          return input.success ? signInWithPassword({ ...input.data, ...caller }) : null;
        },
      }),
    ],
    events: {
      async signOut({ token }) {
        const session = held.safeParse({ ...token, userId: token.sub });
        if (session.success) await signOut({ ...session.data, ...caller });
      },
    },
  };
}

function sessionOptions(): Omit<NextAuthOptions, 'providers'> {
  return {
    secret: derivedKey('sessions'),
    session: { strategy: 'jwt', maxAge: SESSION_MS / 1000 },
    callbacks: {
      jwt({ token, user }) {
        if (!user) return token;
        const { id, version, sessionId } = opened.parse(user);
        return { sub: id, version, sessionId };
      },
      session: ({ session, token }) => ({
        expires: session.expires,
        userId: token.sub,
        version: token.version,
        sessionId: token.sessionId,
      }),
    },
  };
}

const held = z.object({ userId: z.string(), version: z.number(), sessionId: z.string() });

/** Who is signed in, or null. */
export async function currentViewer(): Promise<Viewer | null> {
  const session = held.safeParse(await getServerSession({ ...sessionOptions(), providers: [] }));
  return session.success ? identifySession(session.data) : null;
}

/**
 * For pages: the viewer, after sending strangers to the sign-in page and whoever has a made password to the page
 * that changes it; the page that says who may (forbidden.tsx) when the role does not suffice. Throws `unavailable` when
 * the database is away.
 */
export async function requireUser(
  needed: Role = 'viewer',
  { mayHaveMadePassword = false } = {},
): Promise<Viewer> {
  const viewer = await currentViewer().catch((thrown: unknown) => {
    throw databaseAway(thrown) ?? thrown; // the one query that every page begins with
  });
  if (!viewer) redirect('/sign-in');
  if (viewer.mustChangePassword && !mayHaveMadePassword) redirect('/account/password');
  if (!mayAct(viewer.role, needed)) forbidden();
  return viewer;
}
