import type { Role } from '@/lib/people/roles.schema';

export const ROLE_WORDS: Record<Role, { name: string; may: string }> = {
  viewer: { name: 'Viewer', may: 'Sees everything but the settings for administrators; changes nothing.' },
  operator: {
    name: 'Operator',
    may: 'Also dismisses, imports, starts runs, answers for tickets and edits rules.',
  },
  admin: {
    name: 'Administrator',
    may: 'Also connects trackers, routes, arms, and manages people and tokens.',
  },
};

const ROLES = ['viewer', 'operator', 'admin'] as const;

/** What a form or a URL says, as a role; null for anything else. */
export function roleOf(value: unknown): Role | null {
  return ROLES.find((role) => role === value) ?? null;
}

export const ROLE_OPTIONS = ROLES.map((value) => ({ value, label: ROLE_WORDS[value].name }));
