import { parseAsStringLiteral } from 'nuqs/server';
import { type ListUrl, listUrl } from '@/components/ui/list-url';

const STATES = ['live', 'expired', 'revoked'] as const;
const ROLES = ['viewer', 'operator', 'admin'] as const;

export const tokensUrl = {
  ...listUrl,
  state: parseAsStringLiteral(STATES),
  role: parseAsStringLiteral(ROLES),
};

export type TokensUrl = ListUrl & {
  state: (typeof STATES)[number] | null;
  role: (typeof ROLES)[number] | null;
};

/** The newest first. */
export const TOKENS_SORT = '-createdAt';
