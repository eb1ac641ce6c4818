import { parseAsStringLiteral } from 'nuqs/server';
import { type ListUrl, listUrl } from '@/components/ui/list-url';
import { type ArmingState, armingState } from '@/lib/rules/arming.schema';

export const armingUrl = { ...listUrl, state: parseAsStringLiteral(armingState.options) };

export type ArmingUrl = ListUrl & { state: ArmingState | null };

export const ARMING_SORT = 'title';
