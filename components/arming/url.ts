import { parseAsStringLiteral } from 'nuqs/server';
import { type ListUrl, listUrl } from '@/components/ui/list-url';
import type { ArmingState } from '@/lib/rules/arming.schema';

export const ARMING_STATES = ['shadow', 'live'] as const satisfies readonly ArmingState[];

export const armingUrl = { ...listUrl, state: parseAsStringLiteral(ARMING_STATES) };

export type ArmingUrl = ListUrl & { state: ArmingState | null };

export const ARMING_SORT = 'title';
