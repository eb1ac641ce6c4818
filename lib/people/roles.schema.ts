/** The roles, lowest first; apart from the shapes of people, so that a page which only asks who may loads no more. */
export const ROLES = ['viewer', 'operator', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Each role may do what the ones below it may. */
export function mayAct(held: Role, needed: Role): boolean {
  return ROLES.indexOf(held) >= ROLES.indexOf(needed);
}
