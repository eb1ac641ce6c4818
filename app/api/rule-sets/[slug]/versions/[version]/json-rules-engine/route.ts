import { exportRuleVersionContract } from '@/lib/contracts/rules';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { readVersion } from '@/lib/rules/editing/data';
import { exportYaml } from '@/lib/rules/jre/export';

export const GET = route(exportRuleVersionContract, async ({ input }) =>
  exportYaml(await readVersion(database(), input)),
);
