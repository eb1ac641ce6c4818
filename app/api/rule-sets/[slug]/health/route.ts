import { readRuleSetHealthContract } from '@/lib/contracts/rules';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { readRuleHealth } from '@/lib/recommendations/health/health';

export const GET = route(readRuleSetHealthContract, ({ input }) => readRuleHealth(database(), input.slug));
