import { parseAsStringLiteral } from 'nuqs/server';
import { type ListUrl, listUrl } from '@/components/ui/list-url';

const STATES = ['active', 'invited', 'disabled'] as const;
const ROLES = ['viewer', 'operator', 'admin'] as const;

export const usersUrl = {
  ...listUrl,
  state: parseAsStringLiteral(STATES),
  role: parseAsStringLiteral(ROLES),
};

export type UsersUrl = ListUrl & {
  state: (typeof STATES)[number] | null;
  role: (typeof ROLES)[number] | null;
};

export const USERS_SORT = 'name';
