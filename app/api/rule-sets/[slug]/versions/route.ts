import { listRuleVersionsContract } from '@/lib/contracts/rules';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { listVersions } from '@/lib/rules/editing/data';

export const GET = route(listRuleVersionsContract, ({ input }) => listVersions(database(), input));
