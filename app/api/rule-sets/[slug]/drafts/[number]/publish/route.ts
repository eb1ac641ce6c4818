import { publishRuleDraftContract } from '@/lib/contracts/rules';
import { route } from '@/lib/http';
import { publishWithinLimits } from '@/lib/recommendations/backtest/commands';

export const POST = route(publishRuleDraftContract, ({ input, actor }) =>
  publishWithinLimits({ ...input, actor }),
);
