import { readRuleVersionContract } from '@/lib/contracts/rules';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { readVersion } from '@/lib/rules/editing/data';

export const GET = route(readRuleVersionContract, ({ input }) => readVersion(database(), input));
