import { restoreRuleVersionContract } from '@/lib/contracts/rules';
import { route } from '@/lib/http';
import { restoreWithinLimits } from '@/lib/recommendations/rule-files.commands';

export const POST = route(restoreRuleVersionContract, ({ input, actor }) =>
  restoreWithinLimits({ ...input, actor }),
);
