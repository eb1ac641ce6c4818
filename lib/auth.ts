import { headers } from 'next/headers';
import { forbidden, redirect } from 'next/navigation';
import { getServerSession, type NextAuthOptions } from 'next-auth';
import { z } from 'zod';
import { databaseAway } from './core/db';
import { publicUrl } from './core/env';
import { derivedKey } from './core/seal';
import { ASKED_PATH, signInPath } from './edge/asked-path';
import { mayAct, type Role } from './people/roles.schema';
import type { Viewer } from './people/schema';
import { identifySession, SESSION_MS } from './people/sessions.commands';

/** What reading a session and opening one have in common. */
export function sessionOptions(): Omit<NextAuthOptions, 'providers'> {
  return {
    secret: derivedKey('sessions'),
    session: { strategy: 'jwt', maxAge: SESSION_MS / 1000 },
    // With the __Secure- and __Host- names, which a browser takes over https only, and from no neighbour of ours.
    useSecureCookies: publicUrl().startsWith('https:'),
    callbacks: {
      session: ({ session, token }) => ({
        expires: session.expires,
        userId: token.sub,
        version: token.version,
        sessionId: token.sessionId,
      }),
    },
  };
}

export const heldSession = z.object({ userId: z.string(), version: z.number(), sessionId: z.string() });

/** Who is signed in, or null. */
export async function currentViewer(): Promise<Viewer | null> {
  const session = heldSession.safeParse(await getServerSession({ ...sessionOptions(), providers: [] }));
  return session.success ? identifySession(session.data) : null;
}

/**
 * For pages: the viewer, after sending strangers to the sign-in page, which leads back here, and whoever has a made password to the page
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
  if (!viewer) redirect(signInPath((await headers()).get(ASKED_PATH)));
  if (viewer.mustChangePassword && !mayHaveMadePassword) redirect('/account/password');
  if (!mayAct(viewer.role, needed)) forbidden();
  return viewer;
}
