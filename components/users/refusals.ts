import type { UserView } from '@/lib/people/users.schema';

/** Why something cannot be done to a user, told before it is tried; null where it can. The server decides the same. */
export type Refusals = { demote: string | null; disable: string | null; link: string | null };

type Seen = Pick<UserView, 'id' | 'state' | 'origin'>;

const LAST = 'This is the last administrator who can sign in. Make somebody else one first.';

/** `administrators`: the ids of those who can administer, two of them at least where there are as many. */
export function refusalsOf(user: Seen, viewerId: string, administrators: string[]): Refusals {
  const isLast = administrators.length === 1 && administrators.includes(user.id);
  const isSelf = user.id === viewerId;
  return {
    demote: isLast ? LAST : null,
    disable: isSelf ? 'You cannot disable yourself. Another administrator can.' : isLast ? LAST : null,
    link: refuseLink(user),
  };
}

function refuseLink({ state, origin }: Seen): string | null {
  if (state === 'disabled') return 'Enable this user first: a link would not let them in.';
  if (origin === 'oidc') return 'The password is kept by the identity provider: it is reset there.';
  return null;
}
