import { z } from 'zod';
import { mayAct, type Role } from './roles.schema';

/** What an OpenID Connect provider says of a person, and what that makes of them here. Pure. */
export type Person = {
  issuer: string;
  subject: string;
  email: string | null;
  isEmailVerified: boolean;
  name: string;
  groups: string[];
};

export type Grant = { group: string; role: Role };

const claims = z.looseObject({
  iss: z.string().min(1),
  sub: z.string().min(1).max(255),
  email: z.email().max(320).optional().catch(undefined),
  email_verified: z.union([z.boolean(), z.stringbool()]).catch(false), // some send it as a word
  name: z.string().trim().min(1).optional().catch(undefined),
  preferred_username: z.string().trim().min(1).optional().catch(undefined),
});

/** Throws when the provider names neither itself nor the person. */
export function readPerson(given: unknown, groupsClaim: string): Person {
  const { iss, sub, email, email_verified, name, preferred_username, ...rest } = claims.parse(given);
  return {
    issuer: iss,
    subject: sub,
    email: email?.toLowerCase() ?? null,
    isEmailVerified: email_verified,
    name: (name ?? preferred_username ?? email ?? sub).slice(0, 100),
    groups: groupsOf(rest, groupsClaim),
  };
}

/** A claim by its name, which may be an address with dots in it, else by a path: realm_access.roles. */
function groupsOf(rest: Record<string, unknown>, claim: string): string[] {
  const found = Object.hasOwn(rest, claim) ? rest[claim] : atPath(rest, claim.split('.'));
  const groups: unknown[] = Array.isArray(found) ? found : [found];
  return groups.filter((group) => typeof group === 'string');
}

function atPath(from: unknown, [name, ...rest]: string[]): unknown {
  if (name === undefined) return from;
  const inside = z.record(z.string(), z.unknown()).safeParse(from);
  return inside.success && Object.hasOwn(inside.data, name) ? atPath(inside.data[name], rest) : undefined;
}

/** The mightiest role that one of the groups is granted; * is everybody's group. Null: none, so nobody comes in by it. */
export function roleOf(groups: string[], grants: readonly Grant[]): Role | null {
  const held = grants.filter(({ group }) => group === '*' || groups.includes(group));
  return held.reduce<Role | null>(
    (best, { role }) => (best !== null && mayAct(best, role) ? best : role),
    null,
  );
}
