import { parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { type ListUrl, listUrl } from '@/components/ui/list-url';

const SYNC_STATES = ['conflict', 'deleted', 'unreadable', 'ours_ahead', 'in_sync'] as const;
const EFFECT_STATES = ['parked', 'rejected', 'uncertain', 'sending', 'intended', 'confirmed'] as const;

export const ticketsUrl = {
  ...listUrl,
  syncState: parseAsStringLiteral(SYNC_STATES),
  owner: parseAsString,
  projectKey: parseAsString,
};
export type TicketsUrl = ListUrl & {
  syncState: (typeof SYNC_STATES)[number] | null;
  owner: string | null;
  projectKey: string | null;
};

export const effectsUrl = { ...listUrl, state: parseAsStringLiteral(EFFECT_STATES) };
export type EffectsUrl = ListUrl & { state: (typeof EFFECT_STATES)[number] | null };
